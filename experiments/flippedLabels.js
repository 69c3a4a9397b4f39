// Changes 1 % of MNIST's training labels at random and measures how many of them the label-error
// ranking finds: `node experiments/flippedLabels.js [seed]`.
import { availableParallelism } from 'node:os';
import { rankLabelErrors } from '../dist/audit/rankLabelErrors.js';
import { openDataset } from '../dist/node/datasets/openDatasetLater.js';
import { outOfFold } from '../dist/workflows/audit/outOfFold.js';
import { createRandom } from '../dist/random.js';

const N = 60_000;
const STREAM = 77;
const seed = Number(process.argv[2] ?? 1);
const dataset = await openDataset('mnist', { pipeline: 'normalised' });
const truth = Uint8Array.from(dataset.labels.subarray(0, N));
const labels = truth.slice();
const order = Uint32Array.from(labels.keys());
const random = createRandom(seed, STREAM);
random.shuffle(order);
const flipped = new Set(order.subarray(0, N / 100));
for (const row of flipped) labels[row] = (labels[row] + 1 + random.below(9)) % 10;

const data = { labels, length: N, pipeline: dataset.pipeline, readInputs: dataset.readInputs };
const probabilities = await outOfFold(data, { seed, threads: availableParallelism() });
const ranking = rankLabelErrors(labels, probabilities);
const among = (count) => [...ranking.order.subarray(0, count)].filter((row) => flipped.has(row)).length;
const rightly = [...flipped].filter((row) => ranking.suggested[row] === truth[row]).length;
const estimated = ranking.joint.flatMap((row, i) => row.filter((_, j) => i !== j)).reduce((sum, n) => sum + n, 0);
console.log(`seed ${seed}: ${flipped.size} of ${N} labels changed`);
console.log(`among the first 1 % of the ranking: ${among(N / 100)}; among the first 2 %: ${among(N / 50)}`);
console.log(
  `likely label errors: ${ranking.likely}, of which changed: ${among(ranking.likely)}; estimated ${Math.round(estimated)}`,
);
console.log(
  `the former label is suggested for ${rightly}; ${Math.round(process.cpuUsage().user / 1e6)} s of processor time`,
);
dataset.close();
