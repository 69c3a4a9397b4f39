import { describe, expect, it } from 'vitest';
import { crop } from '../../src/ink/crop.js';
import { extractInk } from '../../src/ink/extractInk.js';
import { inkBox } from '../../src/ink/inkBox.js';
import { pipelines } from '../../src/ink/pipelines.js';
import { createPredictor } from '../../src/network/predictor.js';
import { loadModel } from '../../src/node/models/loadModel.js';
import { createRandom } from '../../src/random.js';
import { mnistPictures } from '../support/mnistPictures.js';
import { paintPaper } from '../../src/generated/paper/paintPaper.js';
import { conditions } from '../../src/generated/paper/papers.js';
import { redraw } from '../../src/generated/paper/redraw.js';
import type { Stamp } from '../../src/generated/paper/paintPaper.js';

const COUNT = 16;
const digits = mnistPictures(COUNT).map((data) => ({ width: 28, height: 28, data }));
const stamps = digits.map((digit): Stamp => crop(digit, inkBox(digit) ?? { left: 0, top: 0, width: 28, height: 28 }));
const { run } = pipelines.normalised;
const { config, tensors } = loadModel('models/standard');
const predictor = createPredictor(config.architecture, tensors);

/** The largest output, or null if there is no ink. */
function answer(input: Uint8Array | null): number | null {
  if (input === null) return null;
  const logits = predictor.predict(input, 1);
  return logits.indexOf(Math.max(...logits));
}

/**
 * How many of the 16 digits must be read as on a clean sheet, for conditions with fewer than 15.
 */
const LEAST_SAME: Readonly<Record<string, number>> = {
  'mouse, one pixel, 280 x 280': 14,
  'thick border on 4 of the sides': 14,
};
/** On how many of the 16 empty sheets something may be found, for conditions with more than 0. */
const MOST_TRACES: Readonly<Record<string, number>> = {
  'bands on two sides': 5, // a narrow sheet between bands may as well be a stroke
  'cut corners': 3, // small corners are left
  'dark page beside something light': 2,
  'frame of a small cell, in one bit': 3, // a frame alone may as well be a 0
  'photo of a sheet on a table': 1,
  'salt and pepper, 20 %': 1,
  'thick border on 2 of the sides': 2,
  'thick border on 3 of the sides': 2,
  'thick border on 4 of the sides': 2,
  'wooden table': 1,
  'box, turned': 1,
  'edge of a shadow': 2,
  'photo of pencil on squared paper': 3,
  'scanned form, neighbours': 16, // the only ink is what is left of the neighbours
  specks: 1,
};

describe.each(conditions)('on paper: $name', ({ name, paperFor, redrawn }) => {
  const papers = stamps.map((stamp, n) => {
    const random = createRandom(7, n);
    const shape = redrawn === undefined ? stamp : redraw(stamp, redrawn(random));
    return { shape, paper: paperFor(shape, random) };
  });

  it('reads the digit as on a clean sheet', () => {
    const same = papers.filter(({ shape, paper }, n) => {
      return answer(run(extractInk(paintPaper(shape, paper)))) === answer(run(digits[n]));
    });
    expect(same.length).toBeGreaterThanOrEqual(LEAST_SAME[name] ?? 15);
  });

  it('finds no ink without the digit', () => {
    const found = papers.filter(({ paper }) => run(extractInk(paintPaper(null, paper))) !== null);
    expect(found.length).toBeLessThanOrEqual(MOST_TRACES[name] ?? 0);
  });
});
