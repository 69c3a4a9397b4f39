// Trains the shipped model with the project's own command line and puts it in models/classic. The exact engine gives the
// same bits on every machine. Then fits its confidence and writes its card, with a row for each data set named as an argument.
// About three minutes on two cores.
import { execFileSync } from 'node:child_process';
import { rmSync } from 'node:fs';
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
// The card describes the model that was there before.
for (const file of ['README.md', 'failures.png']) rmSync(`models/classic/${file}`, { force: true });
saveModel('models/classic', { ...model, config: { ...model.config, metrics } });
console.log(`models/classic: ${test.errors} errors in ${test.n} on the MNIST test set`);

const numerist = (...args) => execFileSync(process.execPath, ['dist/cli/bin.js', ...args], { stdio: 'inherit' });
numerist('calibrate', '--model', 'models/classic', '--data', 'mnist', '--shifts');
const reports = ['mnist', ...process.argv.slice(2)].map((data, i) => {
  const report = `runs/card/classic-${i}`;
  numerist('evaluate', '--data', data, '--target-error', '0.001', '--not-digits', '3000', '--report', report);
  return report;
});
execFileSync(process.execPath, ['scripts/modelCard.js', 'classic', ...reports], { stdio: 'inherit' });
