import { describe, expect, it } from 'vitest';
import { crop } from '../src/ink/crop.js';
import { extractInk } from '../src/ink/extractInk.js';
import { inkBox } from '../src/ink/inkBox.js';
import { pipelines } from '../src/ink/pipelines.js';
import { createRandom } from '../src/training/random.js';
import { mnistPictures } from './mnistPictures.js';
import { conditions, paintPaper } from './paper/index.js';
import type { Stamp } from './paper/paintPaper.js';

const COUNT = 16;
const digits = mnistPictures(COUNT).map((data) => ({ width: 28, height: 28, data }));
const stamps = digits.map((digit): Stamp => crop(digit, inkBox(digit) ?? { left: 0, top: 0, width: 28, height: 28 }));
const { run } = pipelines.normalised;

/** What the two inputs have in common, of what either has, 0..1, at the best of nine places a pixel apart. */
function overlap(a: Uint8Array | null, b: Uint8Array | null): number {
  if (a === null || b === null) return 0;
  let best = 0;
  for (const move of [-29, -28, -27, -1, 0, 1, 27, 28, 29]) {
    let both = 0;
    let either = 0;
    for (let i = 29; i < 784 - 29; i++) {
      both += Math.min(a[i + move], b[i]);
      either += Math.max(a[i + move], b[i]);
    }
    best = Math.max(best, both / either);
  }
  return best;
}

// Where a digit has another size than in MNIST, resampling alone costs a seventh of the overlap; blur thickens its strokes,
// and a box that is crossed takes parts of strokes that run along its sides.
const LEAST_MEAN: Readonly<Record<string, number>> = {
  'MNIST frame': 0.99,
  'soft shadow, MNIST frame': 0.97,
  'edge of a shadow, MNIST frame': 0.95,
  'ruled, MNIST frame': 0.88,
  'box, MNIST frame': 0.88,
  'box touched': 0.7,
  'box crossed': 0.72,
  blur: 0.6,
};

describe.each(conditions.map((condition) => ({ ...condition, camera: condition.jpeg })))(
  'on paper: $name',
  ({ name, paperFor }) => {
    const papers = stamps.map((stamp, n) => paperFor(stamp, createRandom(7, n)));

    it('the input is that of the plain digit', () => {
      const overlaps = papers.map((paper, n) => overlap(run(extractInk(paintPaper(stamps[n], paper))), run(digits[n])));
      const mean = overlaps.reduce((sum, value) => sum + value, 0) / COUNT;
      expect(mean).toBeGreaterThan(LEAST_MEAN[name] ?? 0.78);
      // One in sixteen may be hidden by a side of a box or a rule.
      expect(overlaps.sort((a, b) => a - b)[1]).toBeGreaterThan(name === 'blur' ? 0.4 : 0.45);
    });

    it('without the digit there is no ink', () => {
      const found = papers.filter((paper) => run(extractInk(paintPaper(null, paper))) !== null);
      expect(found.length).toBeLessThanOrEqual(name in TRACES ? TRACES[name] : 0);
    });
  },
);

/** Of sixteen empty sheets, those where a rest of what is printed may be taken for a drawing. */
const TRACES: Readonly<Record<string, number>> = {};
