import type { Progress } from '../../src/training/trainer.js';
import type { CurvePoint, TrainState } from './trainNews.js';
import type { TrainSettings } from './trainSettings.js';

type Step = Extract<Progress, { type: 'step' }>;

/** The most points of a curve; a longer one loses every second point. */
const MOST_POINTS = 400;

/** Sums up steps for the points of the curves. */
export interface RunMeter {
  /** Adds a step that took `ms` milliseconds. */
  add(step: Step, ms: number): void;
  /**
   * The state with one more point, for the steps since the last point; `step` is the last one
   * added.
   */
  read(step: Step, state: TrainState): TrainState;
}

export function createRunMeter({ batch, epochs }: TrainSettings, stepsPerEpoch: number): RunMeter {
  let since = { images: 0, ms: 0 };
  // The trainer reports means over the epoch; the curve shows the last steps alone.
  let before = { epoch: 0, loss: 0, correct: 0 };
  return {
    add({ epoch, step, images }, ms) {
      if (before.epoch !== epoch) before = { epoch, loss: 0, correct: 0 };
      since = { images: since.images + images - (step - 1) * batch, ms: since.ms + ms };
    },
    read({ epoch, step, images, ...means }, state) {
      const [loss, correct] = [means.loss * images, means.accuracy * images];
      const point: CurvePoint = {
        at: epoch - 1 + step / stepsPerEpoch,
        loss: Math.max(0, loss - before.loss) / since.images,
        accuracy: Math.min(1, Math.max(0, correct - before.correct) / since.images),
      };
      const imagesPerSecond = (1000 * since.images) / since.ms;
      const stepsLeft = (epochs - epoch + 1) * stepsPerEpoch - step;
      const seconds = state.seconds + since.ms / 1000;
      before = { epoch, loss, correct };
      since = { images: 0, ms: 0 };
      return {
        ...state,
        phase: 'training',
        epoch,
        imagesPerSecond,
        left: (stepsLeft * batch) / imagesPerSecond,
        seconds,
        curve: thinned([...state.curve, point]),
      };
    },
  };
}

function thinned(curve: readonly CurvePoint[]): readonly CurvePoint[] {
  return curve.length <= MOST_POINTS ? curve : curve.filter((_, i) => i % 2 === 1);
}
