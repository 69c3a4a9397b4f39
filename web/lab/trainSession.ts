import { startThreads } from '../../src/browser/startThreads.js';
import { confusionMatrix } from '../../src/evaluation/confusionMatrix.js';
import { readCheckpoint, writeCheckpoint } from '../../src/training/checkpoint.js';
import { createTrainer, type Trainer } from '../../src/training/trainer.js';
import { put, remove } from '../store/database.js';
import { chooseVariant } from './chooseVariant.js';
import { partsOf, readInputs } from './examples.js';
import { finishRun, type FinishOptions } from './finishRun.js';
import { loadExamples } from './loadExamples.js';
import { nextTurn } from './nextTurn.js';
import { mostLikely, predictExamples } from './predictExamples.js';
import { createRunMeter } from './runMeter.js';
import { recipeOf, type TrainSettings } from './trainSettings.js';
import type { KeptRun, TrainState } from './trainNews.js';

/** How often messages are let in, the page is told, and a checkpoint is kept between epochs, in ms. */
const TURN = 30;
const TELL = 200;
const KEEP = 15_000;
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
  let state: TrainState = 'kept' in start ? { ...start.kept.state, phase: 'preparing' } : newRun(settings);
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
  state = { ...state, phase: 'training', counts, threads, variant };
  try {
    state = await follow(trainer, state, { sign, tell, examples, parts, variant });
    if (!trainer.state().position.finished) return { ...state, phase: 'paused' };
    state = { ...state, phase: 'finishing', left: 0 };
    tell(state);
    const { best, tensors } = trainer.state();
    trainer.close();
    state = { ...state, phase: 'done', result: await finishRun(state, best ?? tensors, { examples, parts, variant }) };
    await remove('runs', 'last');
    return state;
  } finally {
    trainer.close();
  }
}

interface FollowOptions extends FinishOptions {
  readonly sign: StopSign;
  readonly tell: (state: TrainState) => void;
}

/** Trains to the end or until it is stopped, tells of it and keeps checkpoints. Resolves to the last state. */
async function follow(
  trainer: Trainer,
  first: TrainState,
  { sign, tell, ...data }: FollowOptions,
): Promise<TrainState> {
  let state = first;
  const meter = createRunMeter(state.settings, trainer.stepsPerEpoch);
  let [turned, told, kept, at] = new Array<number>(4).fill(performance.now());
  const keep = async (): Promise<void> => {
    const run: KeptRun = { state, checkpoint: writeCheckpoint(trainer.state()) };
    await put('runs', 'last', run);
    kept = performance.now();
  };
  for (const item of trainer.progress) {
    const now = performance.now();
    if (item.type === 'step') {
      meter.add(item, now - at);
      if (now - told > TELL || item.step === trainer.stepsPerEpoch) {
        state = meter.read(item, state);
        told = now;
        tell(state);
      }
    } else if (item.type === 'epoch') {
      const { epoch, val_loss: loss, val_accuracy: accuracy } = item.metrics;
      const validated = loss === null || accuracy === null ? [] : [{ epoch, loss, accuracy }];
      const matrix = await matrixOf(trainer, state, data);
      state = { ...state, validated: [...state.validated, ...validated], matrix };
      tell(state);
      await keep();
      told = performance.now(); // the next point is not of a single step
    } else if (state.phase !== 'validating') {
      state = { ...state, phase: 'validating' };
      tell(state);
    }
    if (performance.now() - turned > TURN) {
      await nextTurn();
      turned = performance.now();
    }
    if (sign.stopped || (item.type === 'step' && now - kept > KEEP)) await keep();
    if (sign.stopped) return state;
    at = performance.now();
  }
  return state;
}

/** Of validation pictures as the network reads them now; null where there are none. */
async function matrixOf(trainer: Trainer, { settings }: TrainState, { examples, parts, variant }: FinishOptions) {
  const rows = parts.val.subarray(0, MATRIX);
  if (rows.length === 0) return null;
  const weighted = { architecture: recipeOf(settings).architecture, tensors: trainer.state().tensors };
  const logits = await predictExamples(weighted, examples, rows, { variant });
  const actual = Array.from(rows, (row) => examples.labels[row]);
  return confusionMatrix(actual, mostLikely(logits, rows.length));
}

function newRun(settings: TrainSettings): TrainState {
  return {
    ...{ settings, phase: 'preparing', counts: [0, 0, 0], threads: 1, variant: 'exact', epoch: 1 },
    ...{ epochs: settings.epochs, imagesPerSecond: 0, left: 0, seconds: 0, curve: [], validated: [] },
    ...{ matrix: null, result: null },
  };
}
