import type { Variant } from '../kernels/wasm/variant.js';
import type { Architecture } from '../network/architecture.js';
import { outputsOf } from '../network/shapes.js';
import { createEngine, type Engine, type Launch } from './engine.js';
import { initialise } from './initialise.js';
import { checkRecipe } from './recipe.js';
import type { Teacher } from './teachers.js';
import { type Progress, type RunOptions, TrainingRun } from './trainingRun.js';
import { restoreEngine, type TrainingState } from './trainingState.js';

export type { Progress } from './trainingRun.js';
export type { EpochMetrics, Position, TrainingState } from './trainingState.js';

export interface TrainerOptions extends RunOptions {
  /** The networks to learn from, if the recipe distils. */
  readonly teachers?: readonly Teacher[];
  /** @default 1 */
  readonly threads?: number;
  /** How the kernels multiply and add. @default 'exact' */
  readonly variant?: Variant;
  /** Starts worker threads; needed for more than one thread. */
  readonly launch?: Launch;
}

export interface Trainer {
  readonly engine: Engine;
  readonly stepsPerEpoch: number;
  /**
   * Trains while it is iterated. Each step, validation batch and epoch is one item. Stop iterating
   * to pause.
   */
  readonly progress: Generator<Progress, void>;
  /** A copy of the training state. Call it between two items of `progress`. */
  state(): TrainingState;
  close(): void;
}

/**
 * Trains a network. The order of the images depends only on seed and epoch, so that training can be
 * resumed at any step.
 *
 * Throws RangeError for invalid recipes, and if `state` does not fit the recipe.
 */
export function createTrainer(options: TrainerOptions): Trainer {
  const { recipe, trainRows, threads = 1, variant = 'exact', launch, teachers = [], state } = options;
  checkRecipe(recipe, trainRows.length, teachers.length);
  checkTeachers(recipe.architecture, teachers);
  const engine = createEngine({ ...recipe, threads, variant, teachers }, launch);
  if (state === undefined) initialise(engine.network.parameters, recipe.seed);
  else restoreEngine(engine, state);
  const run = new TrainingRun(engine, options);
  return {
    engine,
    stepsPerEpoch: run.stepsPerEpoch,
    progress: run.progress(),
    state: () => run.state(),
    close() {
      engine.close();
    },
  };
}

function checkTeachers(learner: Architecture, teachers: readonly Teacher[]): void {
  for (const { architecture } of teachers) {
    const [own, theirs] = [outputsOf(learner), outputsOf(architecture)];
    if (own !== theirs)
      throw new RangeError(
        `teachers must have ${own} outputs, as the network that learns. Received one with ${theirs}.`,
      );
  }
}
