// Trains the shipped model with the project's own command line and puts it in models/classic. The exact engine gives the
// same bits on every machine. About two minutes on two cores.
import { execFileSync } from 'node:child_process';
import { loadModel, saveModel } from 'numerist/node';

const recipe = [
  '--epochs',
  '12',
  '--schedule',
  'one-cycle',
  '--rate',
  '0.01',
  '--weight-decay',
  '0.05',
  '--seed',
  '1',
  '--engine',
  'exact',
];
const command = ['dist/cli/bin.js', 'train', '--data', 'mnist', ...recipe, '--name', 'shipped', '--json'];
const { run, test } = JSON.parse(
  execFileSync(process.execPath, command, { stdio: ['ignore', 'pipe', 'inherit'] }).toString(),
);
const model = loadModel(run);
const metrics = { ...model.config.metrics, mnist_test_errors: test.errors, mnist_test_n: test.n };
saveModel('models/classic', { ...model, config: { ...model.config, metrics } });
console.log(`models/classic: ${test.errors} errors in ${test.n} on the MNIST test set`);
