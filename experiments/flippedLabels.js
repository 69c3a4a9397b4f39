// node experiments/flippedLabels.js [seed]: changes 1 % of MNIST's training labels at random, and
// counts how many of those the ranking of label errors finds.
import { numberOf, readOptions } from '../scripts/options.js';
import { rankLabelErrors } from '../dist/audit/rankLabelErrors.js';
import { openDataset } from '../dist/node/datasets/openDataset.js';
import { nodePlatform } from '../dist/node/threads/nodePlatform.js';
import { outOfFold } from '../dist/workflows/audit/outOfFold.js';
import { createRandom } from '../dist/random.js';

const N = 60_000;
const STREAM = 77;
const { positionals } = readOptions(import.meta.url, { allowPositionals: true }, 1);
const seed = numberOf(import.meta.url, 'the seed', positionals[0] ?? '1', { least: 0 });
const dataset = await openDataset('mnist', { pipeline: 'normalised' });
const truth = Uint8Array.from(dataset.labels.subarray(0, N));
const labels = truth.slice();
const order = Uint32Array.from(labels.keys());
const random = createRandom(seed, STREAM);
random.shuffle(order);
const flipped = new Set(order.subarray(0, N / 100));
for (const row of flipped) labels[row] = (labels[row] + 1 + random.below(9)) % 10;

const data = { labels, length: N, pipeline: dataset.pipeline, readInputs: dataset.readInputs };
const probabilities = await outOfFold(nodePlatform(), data, { seed });
const ranking = rankLabelErrors(labels, probabilities);
/** @param {number} count */
const among = (count) => [...ranking.order.subarray(0, count)].filter((row) => flipped.has(row)).length;
const rightly = [...flipped].filter((row) => ranking.suggested[row] === truth[row]).length;
const estimated = ranking.joint.flatMap((row, i) => row.filter((_, j) => i !== j)).reduce((sum, n) => sum + n, 0);
console.log(`seed ${seed}: ${flipped.size} of ${N} labels changed`);
console.log(`among the first 1 % of the ranking: ${among(N / 100)}; among the first 2 %: ${among(N / 50)}`);
console.log(
  `likely label errors: ${ranking.likely}, of which changed: ${among(ranking.likely)}; estimated ${Math.round(estimated)}`,
);
console.log(
  `the original label is suggested for ${rightly}; ${Math.round(process.cpuUsage().user / 1e6)} s of CPU time`,
);
dataset.close();
