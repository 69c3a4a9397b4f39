import { datasetInMemory } from '../../src/datasets/inMemory.js';
import type { Dataset } from '../../src/datasets/dataset.js';
import { digitProbabilities } from '../../src/digits/digitProbabilities.js';
import { confusionMatrix, type ConfusionMatrix } from '../../src/evaluation/confusionMatrix.js';
import { mostProbableDigit } from '../../src/evaluation/predictions.js';
import type { Progress, Trainer } from '../../src/training/trainer.js';
import type { Platform } from '../../src/workflows/platform.js';
import { predictLogits } from '../../src/workflows/predict/predictLogits.js';
import type { OnProgress } from '../../src/workflows/train/followTraining.js';
import { trainRun } from '../../src/workflows/train/trainRun.js';
import { browserRuns, forgetRun, LAST_RUN } from '../store/browserRuns.js';
import { browserPlatform } from './browserPlatform.js';
import { PIPELINE, TEST, VALIDATION } from './examples.js';
import { finishRun } from './finishRun.js';
import { loadExamples } from './loadExamples.js';
import { createRunMeter, type RunMeter } from './runMeter.js';
import type { TrainState } from './trainNews.js';
import { recipeOfSettings, type TrainSettings } from './trainSettings.js';

/** Interval between two updates of the page, in ms. */
const TELL = 200;
/** Interval between two checkpoints within an epoch, in seconds. */
const KEEP_SECONDS = 15;
/** The most validation pictures in the confusion matrix after each epoch. */
const MATRIX = 2000;

/**
 * Trains from the beginning, or from the checkpoint of a stored run, until the end or until
 * `signal` is aborted; an aborted run is stored. Calls `tell` with the state a few times per
 * second. Resolves to the last state.
 */
export async function trainSession(
  start: { readonly settings: TrainSettings } | { readonly kept: TrainState },
  signal: AbortSignal,
  tell: (state: TrainState) => void,
): Promise<TrainState> {
  const settings = 'kept' in start ? start.kept.settings : start.settings;
  let state: TrainState = 'kept' in start ? { ...start.kept, phase: 'preparing' } : newRun(settings);
  const show = (next: TrainState): void => {
    state = next;
    tell(state);
  };
  show(state);
  const platform = browserPlatform(settings.threads ?? undefined);
  const dataset = datasetInMemory(await loadExamples(settings.source), PIPELINE);
  let follow: OnProgress | null = null;
  const { finished, model, rows } = await trainRun(platform, {
    dataset,
    store: browserRuns(() => state),
    start: 'kept' in start ? { resume: LAST_RUN } : newRequest(settings),
    checkpointSeconds: KEEP_SECONDS,
    onStart(_, trainer, { train, val, test }) {
      const { threads, variant } = trainer.engine;
      const counts = [train.length, val.length, test.length] as const;
      state = { ...state, phase: 'training', counts, threads, variant };
      const matrixOf = (): Promise<ConfusionMatrix | null> => readMatrix(platform, trainer, settings, dataset, val);
      follow = createFollower(trainer, () => state, show, matrixOf);
    },
    onProgress: (progress, secondsInEpoch) => follow?.(progress, secondsInEpoch),
    signal,
  });
  if (!finished || model === null) return { ...state, phase: 'paused' };
  show({ ...state, phase: 'finishing', left: 0 });
  const result = await finishRun(platform, model, dataset, rows);
  await forgetRun();
  return { ...state, phase: 'done', result };
}

function newRequest(settings: TrainSettings) {
  return {
    recipe: recipeOfSettings(settings),
    validation: VALIDATION,
    test: TEST,
    name: settings.architecture,
    variant: settings.kernels === 'fast' ? 'auto' : 'exact',
  } as const;
}

/** A listener that turns the progress of training into the state that the page shows. */
function createFollower(
  trainer: Trainer,
  state: () => TrainState,
  show: (state: TrainState) => void,
  matrixOf: () => Promise<ConfusionMatrix | null>,
): OnProgress {
  const meter: RunMeter = createRunMeter(state().settings, trainer.stepsPerEpoch);
  let toldAt = performance.now();
  let secondsBefore = 0;
  const followStep = (step: Extract<Progress, { type: 'step' }>, seconds: number): void => {
    const now = performance.now();
    meter.add(step, 1000 * (seconds - secondsBefore));
    secondsBefore = seconds;
    if (now - toldAt <= TELL && step.step !== trainer.stepsPerEpoch) return;
    toldAt = now;
    show(meter.read(step, state()));
  };
  return (progress, secondsInEpoch) => {
    switch (progress.type) {
      case 'step':
        followStep(progress, secondsInEpoch);
        return;
      case 'validation':
        if (state().phase !== 'validating') show({ ...state(), phase: 'validating' });
        return;
      case 'epoch':
        return matrixOf().then((matrix) => {
          const { epoch, val_loss: loss, val_accuracy: accuracy } = progress.metrics;
          const validated = loss === null || accuracy === null ? [] : [{ epoch, loss, accuracy }];
          show({ ...state(), validated: [...state().validated, ...validated], matrix });
          toldAt = performance.now(); // otherwise the next point would cover a single step
          secondsBefore = 0;
        });
    }
  };
}

/** The confusion matrix of validation pictures with the current weights; null if there are none. */
async function readMatrix(
  platform: Platform,
  trainer: Trainer,
  settings: TrainSettings,
  dataset: Dataset,
  validationRows: Uint32Array,
): Promise<ConfusionMatrix | null> {
  const rows = validationRows.subarray(0, MATRIX);
  if (rows.length === 0) return null;
  const { architecture } = recipeOfSettings(settings);
  const weighted = { architecture, tensors: trainer.state().tensors };
  const logits = await predictLogits(platform, weighted, dataset, rows, { variant: trainer.engine.variant });
  const probabilities = digitProbabilities(logits, logits.length / rows.length, { temperature: 1 });
  const actual = Array.from(rows, (row) => dataset.labels[row]);
  return confusionMatrix(
    actual,
    actual.map((_, n) => mostProbableDigit(probabilities, n)),
  );
}

function newRun(settings: TrainSettings): TrainState {
  return {
    settings,
    phase: 'preparing',
    counts: [0, 0, 0],
    threads: 1,
    variant: 'exact',
    epoch: 1,
    epochs: settings.epochs,
    imagesPerSecond: 0,
    left: 0,
    seconds: 0,
    curve: [],
    validated: [],
    matrix: null,
    result: null,
  };
}
