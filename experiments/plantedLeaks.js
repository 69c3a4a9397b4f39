// node experiments/plantedLeaks.js [n of each] [seed]: how many changed copies of MNIST's training
// digits are found again, and how many strangers (MNIST's test digits) are taken for copies.
// Nothing is tuned on this: chance was measured on the training images' writers.
import { availableParallelism } from 'node:os';
import { numberOf, readOptions } from '../scripts/options.js';
import { pipelines } from '../dist/ink/pipelines.js';
import { openDataset } from '../dist/node/datasets/openDataset.js';
import { drawingThreads } from '../dist/node/threads/drawingThreads.js';
import { findLeaks } from '../dist/workflows/drawings/findLeaks.js';
import { createRandom } from '../dist/random.js';
import { drawnChange, variantOf } from '../dist/generated/variantOf.js';

const PIXELS = 784;
const STREAM = 0x706c616e;
const { positionals } = readOptions(import.meta.url, { allowPositionals: true }, 2);
const n = numberOf(import.meta.url, 'n', positionals[0] ?? '2000');
const seed = numberOf(import.meta.url, 'the seed', positionals[1] ?? '1', { least: 0 });
const dataset = await openDataset('mnist', { pipeline: 'normalised' });
const { labels: allLabels, splits } = dataset;
/** @param {boolean} test */
const rowsOf = (test) => Uint32Array.from(allLabels.keys()).filter((row) => (splits?.[row] === 'test') === test);
/** @param {number} row */
const inputOf = (row) => {
  const input = new Uint8Array(PIXELS);
  dataset.readInputs([row], input);
  return input;
};
const random = createRandom(seed, STREAM);
const training = rowsOf(false);
const strangers = rowsOf(true).slice();
random.shuffle(strangers);
const sources = Array.from({ length: n }, () => training[random.below(training.length)]);
const copies = sources.map((row) => {
  const picture = variantOf(inputOf(row), drawnChange(random));
  return pipelines.normalised.run({ width: 28, height: 28, data: picture }) ?? picture;
});
const pictures = [...copies, ...Array.from(strangers.subarray(0, n), inputOf)];
const labels = Uint8Array.from([...sources, ...strangers.subarray(0, n)], (row) => dataset.labels[row]);
/** @type {Pick<import('../dist/datasets/dataset.js').Dataset, 'length' | 'labels' | 'pipeline' | 'readInputs'>} */
const asked = {
  length: pictures.length,
  labels,
  pipeline: 'normalised',
  readInputs: (rows, out) => Array.from(rows).forEach((row, i) => out.set(pictures[row], i * PIXELS)),
};
const leaks = await findLeaks(
  drawingThreads(availableParallelism()),
  { dataset: asked, rows: Uint32Array.from(labels.keys()) },
  { dataset, rows: training },
);
const found = new Map(leaks.map(({ row, other }) => [row, other]));
/** @type {(part: number, of: number) => string} */
const percent = (part, of) => `${part} of ${of} (${((100 * part) / of).toFixed(2)} %)`;
/** @type {(name: string, holds: (label: number) => boolean) => void} */
const line = (name, holds) => {
  const planted = sources.flatMap((row, i) => (holds(dataset.labels[row]) ? [i] : []));
  const others = Array.from(strangers.subarray(0, n).keys(), (i) => n + i).filter((i) => holds(labels[i]));
  const right = planted.filter((i) => found.get(i) === sources[i]).length;
  /** @param {readonly number[]} rows */
  const flagged = (rows) => percent(rows.filter((i) => found.has(i)).length, rows.length);
  console.log(`${name}: found ${flagged(planted)}, ${right} of them by their originals; strangers ${flagged(others)}`);
};
for (let digit = 0; digit < 10; digit++) line(`digit ${digit}`, (label) => label === digit);
line('all but the digit 1', (label) => label !== 1);
console.log(`seed ${seed}; searched ${training.length} training images of MNIST`);
dataset.close();
