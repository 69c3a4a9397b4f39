import { datasetInMemory, inMemory, type LabelledInputs } from '../../src/datasets/inMemory.js';
import { splitStratified } from '../../src/datasets/split.js';
import { normalised } from '../../src/ink/normalised.js';
import { inputLengthOf } from '../../src/ink/pipelines.js';
import { parseModel, serialiseModel, type Model } from '../../src/formats/native/modelFile.js';
import { defaultAugmentation } from '../../src/training/augment/augmentation.js';
import { adamDefaults } from '../../src/training/optimiser.js';
import type { Recipe } from '../../src/training/recipe.js';
import { createRandom } from '../../src/random.js';
import { createTrainer } from '../../src/training/trainer.js';
import { handExamples } from '../hand/handSet.js';
import { mostProbableDigit } from '../../src/evaluation/predictions.js';
import type { Platform } from '../../src/workflows/platform.js';
import { predictRows } from '../../src/workflows/predict/predictRows.js';
import { browserPlatform } from './browserPlatform.js';
import { PIPELINE } from './examples.js';
import { fetchMnist } from './fetchMnist.js';
import type { LabCalls, LabStep, TuneReport } from './messages.js';

/** Share of the drawings held out to measure what was learned. */
const HELD_OUT = 0.3;
/** How often each drawing is shown, augmented differently each time. */
const REPEATS = 30;
/** The number of MNIST pictures shown as well, so that other handwritings are not forgotten. */
const REHEARSED = 1500;
const BATCH = 64;
const RATE = 0.0006;
/** The largest accepted increase of the error rate on MNIST's test pictures, as a share, 0..1. */
const MOST_LOST = 0.002;

/**
 * Tunes a model to the drawings of My hand and reports what was gained and lost. Returns the files
 * of the model before if the tuned one loses more than 0.2 points of accuracy on MNIST. Throws
 * Error if there are fewer than ten drawings.
 */
export async function tuneToHand(
  { files, seed }: LabCalls['tune']['request'],
  tell: (news: LabStep) => void,
): Promise<TuneReport> {
  const started = performance.now();
  const platform = browserPlatform();
  const model = parseModel(files.configText, files.weights);
  const hand = await handExamples();
  if (hand.labels.length < 10) throw new Error('Draw at least ten digits first: each once.');
  const held = splitStratified(hand.labels, { train: 1 - HELD_OUT, val: 0, test: HELD_OUT }, seed);
  tell({ what: 'Loading MNIST', done: 0, of: 1 });
  const mnist = await Promise.all([fetchMnist('train'), fetchMnist('test')]).catch(() => null);

  const tensors = await train(platform, model, withRehearsal(hand, held.train, mnist?.[0] ?? null, seed), seed, tell);
  tell({ what: 'Comparing', done: 0, of: 1 });
  const tuned: Model = { ...model, tensors };
  const onHand = {
    before: await countErrors(platform, model, hand, held.test),
    after: await countErrors(platform, tuned, hand, held.test),
    n: held.test.length,
  };
  const onMnist = mnist === null ? null : await compareOnMnist(platform, model, tuned, mnist[1]);
  const rolledBack = onMnist !== null && onMnist.after - onMnist.before > MOST_LOST * onMnist.n;
  const report = { hand: onHand, mnist: onMnist, rolledBack, seconds: (performance.now() - started) / 1000 };
  if (rolledBack) return { ...report, files };
  // The metrics of the model before tuning no longer hold.
  const metrics: Record<string, number> = { hand_errors: onHand.after, hand_n: onHand.n };
  if (onMnist !== null) {
    metrics.mnist_test_errors = onMnist.after;
    metrics.mnist_test_n = onMnist.n;
  }
  const config = {
    ...model.config,
    metrics,
    engine: platform.chooseVariant('auto'),
    created: new Date().toISOString(),
  };
  return { ...report, files: serialiseModel({ config, tensors }) };
}

/**
 * Wrong answers on MNIST's test pictures before and after. Those before are not counted again if
 * the metrics of the model contain them.
 */
async function compareOnMnist(platform: Platform, model: Model, tuned: Model, test: LabelledInputs) {
  const rows = Uint32Array.from(test.labels.keys());
  const { preprocessing, metrics } = model.config;
  const isKnown = preprocessing.version === normalised.version && metrics.mnist_test_n === rows.length;
  const before = isKnown ? metrics.mnist_test_errors : await countErrors(platform, model, test, rows);
  return { before, after: await countErrors(platform, tuned, test, rows), n: rows.length };
}

async function countErrors(
  platform: Platform,
  model: Model,
  examples: LabelledInputs,
  rows: Uint32Array,
): Promise<number> {
  const dataset = datasetInMemory(examples, PIPELINE);
  const variant = platform.chooseVariant('auto');
  const probabilities = await predictRows(platform, model, dataset, rows, { variant });
  return rows.filter((row, n) => mostProbableDigit(probabilities, n) !== examples.labels[row]).length;
}

/** The drawings in `rows`, each 30 times, and some of MNIST's pictures if there are any. */
function withRehearsal(
  hand: LabelledInputs,
  rows: Uint32Array,
  mnist: LabelledInputs | null,
  seed: number,
): LabelledInputs {
  const rehearsed = new Uint32Array(mnist === null ? 0 : REHEARSED);
  const random = createRandom(seed, 0x68616e64);
  for (let i = 0; i < rehearsed.length; i++) rehearsed[i] = random.below(mnist?.labels.length ?? 1);
  const drawn = Uint32Array.from({ length: rows.length * REPEATS }, (_, i) => rows[i % rows.length]);
  const inputs = new Uint8Array((drawn.length + rehearsed.length) * inputLengthOf(PIPELINE));
  inMemory(hand.inputs, PIPELINE).readInputs(drawn, inputs);
  if (mnist !== null) {
    inMemory(mnist.inputs, PIPELINE).readInputs(rehearsed, inputs.subarray(drawn.length * inputLengthOf(PIPELINE)));
  }
  const labels = [...drawn].map((row) => hand.labels[row]).concat([...rehearsed].map((row) => mnist?.labels[row] ?? 0));
  return { name: 'my hand', inputs, labels: Uint8Array.from(labels), splits: null };
}

/** Trains one epoch on the examples, starting from the weights of the model. */
async function train(
  platform: Platform,
  model: Model,
  examples: LabelledInputs,
  seed: number,
  tell: (news: LabStep) => void,
) {
  const { threads, launch } = await platform.startThreads();
  const recipe: Recipe = {
    architecture: model.config.architecture,
    epochs: 1,
    batch: BATCH,
    seed,
    patience: null,
    optimiser: adamDefaults,
    schedule: { type: 'one-cycle', rate: RATE, warmUp: 0.2 },
    augmentation: defaultAugmentation,
  };
  const options = {
    recipe,
    data: datasetInMemory(examples, PIPELINE),
    trainRows: Uint32Array.from(examples.labels.keys()),
    validationRows: new Uint32Array(0),
    variant: platform.chooseVariant('auto'),
  };
  // Except for the weights, the first state of a training is the same for all models of an
  // architecture.
  const blank = createTrainer(options);
  const state = { ...blank.state(), tensors: model.tensors };
  blank.close();
  const trainer = createTrainer({ ...options, state, threads, launch });
  try {
    for (const item of trainer.progress) {
      if (item.type !== 'step') continue;
      tell({ what: 'Learning your handwriting', done: item.step, of: item.steps });
      await platform.nextTurn();
    }
    return trainer.state().tensors;
  } finally {
    trainer.close();
  }
}
