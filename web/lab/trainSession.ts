import { startThreads } from '../../src/browser/startThreads.js';
import { confusionMatrix } from '../../src/evaluation/confusionMatrix.js';
import { serialiseModel } from '../../src/network/modelFile.js';
import { readCheckpoint, writeCheckpoint } from '../../src/training/checkpoint.js';
import { createTrainer, type Trainer } from '../../src/training/trainer.js';
import { put, remove } from '../store/database.js';
import { buildModel } from './buildModel.js';
import { chooseVariant } from './chooseVariant.js';
import { type Examples, type Parts, partsOf, readInputs } from './examples.js';
import { loadExamples } from './loadExamples.js';
import { nextTurn } from './nextTurn.js';
import { mostLikely, predictExamples } from './predictExamples.js';
import { recipeOf, type TrainSettings } from './trainSettings.js';
import type { CurvePoint, KeptRun, TrainState } from './trainNews.js';

/** How often the page is told, and how often a checkpoint is kept between epochs, in ms. */
const TELL = 200;
const KEEP = 15_000;
/** Points of a curve; a longer one loses every second. */
const MOST_POINTS = 400;
/** Validation pictures behind the confusion matrix after each epoch. */
const MATRIX = 2000;

/** Asks a running session to stop after its step. */
export interface StopSign {
  stopped: boolean;
}

/**
 * Trains from the beginning or from where a kept run is, until the end or until it is stopped; then a checkpoint is kept. `tell` gets
 * the state a few times a second. Resolves to the last state.
 */
export async function trainSession(
  start: { readonly settings: TrainSettings } | { readonly kept: KeptRun },
  sign: StopSign,
  tell: (state: TrainState) => void,
): Promise<TrainState> {
  const settings = 'kept' in start ? start.kept.state.settings : start.settings;
  let state: TrainState = 'kept' in start ? { ...start.kept.state, phase: 'preparing' } : newState(settings);
  const change = (changed: Partial<TrainState>): void => {
    state = { ...state, ...changed };
  };
  tell(state);
  const examples = await loadExamples(settings.source);
  const parts = partsOf(examples, settings.seed);
  const variant = settings.kernels === 'fast' ? chooseVariant() : 'exact';
  const { threads, launch } = await startThreads(settings.threads ?? undefined);
  const trainer = createTrainer({
    recipe: recipeOf(settings),
    data: {
      labels: examples.labels,
      readInputs: (rows, out) => {
        readInputs(examples, rows, out);
      },
    },
    ...{ trainRows: parts.train, validationRows: parts.val, threads, launch, variant },
    ...('kept' in start && { state: readCheckpoint(start.kept.checkpoint) }),
  });
  const counts = [parts.train.length, parts.val.length, parts.test.length] as const;
  change({ phase: 'training', counts, threads, variant });
  try {
    await train(trainer);
    if (!trainer.state().position.finished) {
      change({ phase: 'paused' });
      return state;
    }
    change({ phase: 'finishing', left: 0 });
    tell(state);
    const tensors = trainer.state().best ?? trainer.state().tensors;
    trainer.close();
    change(await finish(tensors));
    await remove('runs', 'last');
    return state;
  } finally {
    trainer.close();
  }

  async function train(trainer: Trainer): Promise<void> {
    let [turned, told, kept, at] = new Array<number>(4).fill(performance.now());
    let since = { images: 0, ms: 0 };
    let before = { epoch: 0, loss: 0, correct: 0 };
    const keep = async (): Promise<void> => {
      const run: KeptRun = { state, checkpoint: writeCheckpoint(trainer.state()) };
      await put('runs', 'last', run);
      kept = performance.now();
    };
    for (const item of trainer.progress) {
      const now = performance.now();
      if (item.type === 'step') {
        // The trainer tells means over the epoch; the curve shows the last steps.
        if (before.epoch !== item.epoch) before = { epoch: item.epoch, loss: 0, correct: 0 };
        const images = item.images - (item.step - 1) * settings.batch;
        since = { images: since.images + images, ms: since.ms + now - at };
        if (now - told > TELL || item.step === trainer.stepsPerEpoch) {
          const [lossSum, correct] = [item.loss * item.images, item.accuracy * item.images];
          const point = {
            at: item.epoch - 1 + item.step / trainer.stepsPerEpoch,
            loss: Math.max(0, lossSum - before.loss) / since.images,
            accuracy: Math.min(1, Math.max(0, correct - before.correct) / since.images),
          };
          before = { epoch: item.epoch, loss: lossSum, correct };
          const imagesPerSecond = (1000 * since.images) / since.ms;
          const stepsLeft = (settings.epochs - item.epoch + 1) * trainer.stepsPerEpoch - item.step;
          change({
            ...{ phase: 'training', epoch: item.epoch, imagesPerSecond, curve: thinned([...state.curve, point]) },
            ...{ left: (stepsLeft * settings.batch) / imagesPerSecond, seconds: state.seconds + since.ms / 1000 },
          });
          since = { images: 0, ms: 0 };
          told = now;
          tell(state);
        }
      } else if (item.type === 'epoch') {
        const { epoch, val_loss: loss, val_accuracy: accuracy } = item.metrics;
        if (loss !== null && accuracy !== null) {
          change({ validated: [...state.validated, { epoch, loss, accuracy }] });
        }
        change({ matrix: await matrixOf(trainer.state().tensors) });
        tell(state);
        await keep();
        told = performance.now(); // the next point is not of a single step
      } else if (state.phase !== 'validating') {
        change({ phase: 'validating' });
        tell(state);
      }
      if (performance.now() - turned > 30) {
        await nextTurn();
        turned = performance.now();
      }
      if (sign.stopped || (item.type === 'step' && now - kept > KEEP)) await keep();
      if (sign.stopped) return;
      at = performance.now();
    }
  }

  async function matrixOf(tensors: ReadonlyMap<string, Float32Array>) {
    const rows = parts.val.subarray(0, MATRIX);
    if (rows.length === 0) return null;
    const { architecture } = recipeOf(settings);
    return matrixFor(examples, rows, await predictExamples({ architecture, tensors }, examples, rows, { variant }));
  }

  async function finish(tensors: ReadonlyMap<string, Float32Array>): Promise<Partial<TrainState>> {
    const { architecture } = recipeOf(settings);
    const weighted = { architecture, tensors };
    const rows: Parts['test'] = parts.test;
    const answers = mostLikely(await predictExamples(weighted, examples, rows, { variant }), rows.length);
    const errors = answers.filter((digit, i) => digit !== examples.labels[rows[i]]).length;
    const best = state.validated.reduce((most, { accuracy }) => Math.max(most, accuracy), 0);
    const metrics = { val_accuracy: best, test_errors: errors, test_n: rows.length };
    const model = await buildModel(weighted, { examples, parts, variant, seed: settings.seed, metrics });
    return { phase: 'done', result: { files: serialiseModel(model), errors, n: rows.length } };
  }
}

function matrixFor({ labels }: Examples, rows: Uint32Array, logits: Float32Array) {
  const actual = Array.from(rows, (row) => labels[row]);
  return confusionMatrix(actual, mostLikely(logits, rows.length));
}

function thinned(curve: readonly CurvePoint[]): readonly CurvePoint[] {
  return curve.length <= MOST_POINTS ? curve : curve.filter((_, i) => i % 2 === 1);
}

function newState(settings: TrainSettings): TrainState {
  return {
    ...{
      settings,
      phase: 'preparing',
      counts: [0, 0, 0],
      threads: 1,
      variant: 'exact',
      epoch: 1,
      epochs: settings.epochs,
    },
    ...{ imagesPerSecond: 0, left: 0, seconds: 0, curve: [], validated: [], matrix: null, result: null, problem: null },
  };
}
