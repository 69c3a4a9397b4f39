// Trains a model in models/ with the project's own command line: one run per seed. The shipped seed
// is chosen on validation images; test images are read only after that. Start it again to resume
// where it was stopped. Exact kernels give the same bits on every machine.
//
//   npm run train:model                                classic: about two minutes on two cores
//   npm run train:model -- standard --seeds 1,2,3      recipes: scripts/models/recipes.js
//   npm run train:model -- classic --card digits.zip   adds a row for that data to the model's card
//
// --epochs <n> is for a short trial. --data, --groups (who wrote which image), --runs and --models
// name other places than mnist, QMNIST's writers, runs/models and models.
//
// After that it calibrates the model's confidence and writes its card from the measured figures.
import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { loadModel, saveModel } from 'numerist/node';
import { numberOf, readOptions, refuse } from '../options.js';
import { argumentsOf, recipes } from './recipes.js';
import { writersOfMnist } from './writersOfMnist.js';

const { values, positionals } = readOptions(
  import.meta.url, {
  allowPositionals: true,
  options: {
    seeds: { type: 'string' },
    epochs: { type: 'string' }, // for a short trial
    data: { type: 'string', default: 'mnist' },
    groups: { type: 'string' }, // who wrote which image, if the data is not MNIST
    runs: { type: 'string', default: join('runs', 'models') },
    models: { type: 'string', default: 'models' },
    card: { type: 'string', multiple: true, default: [] }, // more data sets for the model's card
  },
}, 1);
const [name = 'classic'] = positionals;
if (!Object.hasOwn(recipes, name)) {
  refuse(import.meta.url, `the model must be one of ${Object.keys(recipes).join(', ')}. Received ${name}`);
}
/**
 * What `numerist train --json` and `numerist evaluate --json` print, as far as it is used here.
 *
 * @typedef {{ run: string, epochs: { val_accuracy: number, val_loss: number }[], bestEpoch: number }} TrainAnswer
 * @typedef {{ errors: number, n: number }} EvaluateAnswer
 */

const { weights, writers, ...recipe } = recipes[name];
const seeds = values.seeds?.split(',').map((text) => numberOf(import.meta.url, '--seeds', text, { least: 0 })) ?? recipe.seeds;
const options = values.epochs === undefined ? recipe.options : { ...recipe.options, epochs: values.epochs };

/**
 * Runs the command line with --json and returns its answer. Progress goes to this terminal.
 *
 * @param {string[]} args
 * @returns {unknown}
 */
function numerist(...args) {
  const command = ['dist/cli/bin.js', ...args, '--json'];
  return JSON.parse(execFileSync(process.execPath, command, { stdio: ['ignore', 'pipe', 'inherit'] }).toString());
}

const train = ['train', '--data', values.data, ...argumentsOf(options)];
if (writers) {
  mkdirSync(values.runs, { recursive: true });
  // All seeds share one split, so that they are compared on the same writers.
  train.push('--groups', values.groups ?? (await writersOfMnist(values.runs)), '--split-seed', '1');
}
// Another recipe has another folder.
const recipeName = createHash('sha256').update(train.join('\0')).digest('hex').slice(0, 8);
const folder = join(values.runs, `${name}-${recipeName}`);

const candidates = seeds.map((seed) => {
  const begun = existsSync(folder) ? readdirSync(folder).find((run) => run.endsWith(`-seed-${seed}`)) : undefined;
  console.log(`${name}, seed ${seed}${begun === undefined ? '' : ': resumed'}`);
  const start = begun === undefined ? [...train, '--runs', folder] : ['train', '--resume', join(folder, begun)];
  const own = begun === undefined ? ['--seed', `${seed}`, '--name', `seed-${seed}`] : [];
  const { run, epochs, bestEpoch } = /** @type {TrainAnswer} */ (numerist(...start, ...own, '--skip-test'));
  const { val_accuracy, val_loss } = epochs[bestEpoch - 1];
  return { seed, run, val_accuracy, val_loss };
});
const [chosen] = candidates.toSorted((a, b) => b.val_accuracy - a.val_accuracy || a.val_loss - b.val_loss);

// The choice is made: nothing depends on the test images.
/** @param {string} model */
const test = (model) =>
  /** @type {EvaluateAnswer} */ (numerist('evaluate', model, '--data', values.data, '--split', 'test'));
const results = candidates.map((candidate) => {
  const { errors, n } = test(candidate.run);
  return { ...candidate, errors, n };
});
const stored = join(values.models, name);
// The old card describes the old model.
for (const file of ['README.md', 'failures.png']) rmSync(join(stored, file), { force: true });
const model = loadModel(chosen.run);
saveModel(stored, model, { weights });
const { errors, n } = test(stored);
const mean = results.reduce((sum, result) => sum + result.errors, 0) / results.length;
const squares = results.reduce((sum, result) => sum + (result.errors - mean) ** 2, 0);
const deviation = results.length > 1 ? Math.sqrt(squares / (results.length - 1)) : 0;
const overSeeds = { seeds: results.length, mnist_test_errors_mean: mean, mnist_test_errors_deviation: deviation };
const metrics = {
  ...model.config.metrics,
  mnist_test_errors: errors,
  mnist_test_n: n,
  ...(results.length > 1 ? overSeeds : {}),
};
saveModel(stored, { ...model, config: { ...model.config, metrics } }, { weights });
const summary = { model: name, options, results, chosen: chosen.seed, mean, deviation, stored: { weights, errors, n } };
writeFileSync(join(folder, 'summary.json'), `${JSON.stringify(summary, null, 2)}\n`);

/** @param {number} wrong */
const accuracy = (wrong) => `${(100 * (1 - wrong / n)).toFixed(3)} %`;
for (const { seed, val_accuracy, errors: wrong } of results) {
  const mark = seed === chosen.seed ? '  <- chosen' : '';
  console.log(
    `seed ${seed}: validation ${(100 * val_accuracy).toFixed(3)} %, test ${wrong} errors in ${n}, ${accuracy(wrong)}${mark}`,
  );
}
if (results.length > 1) {
  console.log(
    `mean of ${results.length} seeds: ${mean.toFixed(1)} errors, deviation ${deviation.toFixed(1)}, ${accuracy(mean)}`,
  );
}
console.log(
  `${stored}: ${weights}, ${errors} errors in ${n} on the test images of ${values.data}, ${accuracy(errors)}`,
);

// A model that is stored elsewhere is a trial: it gets no calibration and no card.
if (values.models === 'models') {
  /** @param {string[]} args */
  const show = (...args) => execFileSync(process.execPath, args, { stdio: 'inherit' });
  const calibration = writers ? ['--groups', join(chosen.run, 'groups.txt')] : [];
  show('dist/cli/bin.js', 'calibrate', '--model', stored, '--data', values.data, '--shifts', '--made', '20000', ...calibration);
  const reports = [values.data, ...values.card].map((data, i) => {
    const report = join(folder, `card-${i}`);
    const target = ['--target-error', '0.001', '--not-digits', '3000', '--report', report];
    show('dist/cli/bin.js', 'evaluate', stored, '--data', data, ...target);
    return report;
  });
  show('scripts/models/modelCard.js', name, ...reports);
}
