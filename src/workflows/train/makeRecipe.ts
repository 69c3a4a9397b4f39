import { architectures, withOutputs } from '../../network/architecture.js';
import type { Augmentation } from '../../training/augment/augmentation.js';
import { adamDefaults, sgdDefaults } from '../../training/optimiser.js';
import type { Recipe } from '../../training/recipe.js';
import type { ScheduleOptions } from '../../training/schedule.js';

/** What a person chooses about a training; everything else follows from it. */
export interface RecipeChoices {
  /** Name of one of `architectures`. */
  readonly architecture: string;
  readonly epochs: number;
  readonly batch: number;
  readonly optimizer: 'adam' | 'sgd';
  /** The learning rate, the highest one of a schedule. */
  readonly rate: number;
  /** Decoupled for adam, L2 for sgd. */
  readonly weightDecay: number;
  readonly schedule: ScheduleOptions['type'];
  /** Stops after this many epochs without a better one. @default never */
  readonly patience?: number | undefined;
  readonly seed: number;
  /** How training pictures are changed. @default not at all */
  readonly augment?: Augmentation | undefined;
  /**
   * Generated pictures per training picture; the network then has an output 'not a digit'.
   *
   * @default none
   */
  readonly notDigits?: number | undefined;
  /** Digits on made paper per training picture. @default none */
  readonly made?: number | undefined;
  /** Share of these that are drawn in forms that schools teach. @default 0.3 */
  readonly forms?: number | undefined;
  /** Share of these that are of handwriting fonts. @default 0 */
  readonly fontShare?: number | undefined;
  /**
   * Share of the steps over which the changes grow smaller, down to the strength `annealTo`.
   *
   * @default none
   */
  readonly anneal?: number | undefined;
  /** @default 0 */
  readonly annealTo?: number;
  /** Decay of the moving average of the weights. @default no average */
  readonly average?: number | undefined;
  /** @default 0 */
  readonly labelSmoothing?: number;
  /** How much is learned from teachers. @default there are none */
  readonly distillation?: Recipe['distillation'];
}

/**
 * Share of digits among generated pictures: enough that the pen alone does not give away what is
 * not a digit.
 */
const GENERATED_DIGITS = 0.35;
/** Share of pictures without a digit on made paper, where the network learns of them. */
const MADE_NOT_DIGITS = 0.12;
/** Share of drawn forms among pictures on made paper. */
export const FORMS = 0.3;
/** Share of the steps in which a one-cycle schedule rises. */
const WARM_UP = 0.3;

/** The recipe of some choices. */
export function makeRecipe(choices: RecipeChoices): Recipe {
  const { epochs, batch, seed, notDigits, made, anneal, average, weightDecay: decay } = choices;
  const architecture = architectures[choices.architecture];
  return {
    architecture: notDigits === undefined ? architecture : withOutputs(architecture, 11),
    epochs,
    batch,
    seed,
    schedule: scheduleOf(choices),
    optimiser: choices.optimizer === 'sgd' ? { ...sgdDefaults, decay } : { ...adamDefaults, decay },
    patience: choices.patience ?? null,
    augmentation: choices.augment ?? null,
    generated: notDigits === undefined ? null : { share: notDigits, digits: GENERATED_DIGITS, seed },
    made:
      made === undefined
        ? null
        : {
            share: made,
            forms: choices.forms ?? FORMS,
            fonts: choices.fontShare ?? 0,
            notDigits: notDigits === undefined ? 0 : MADE_NOT_DIGITS,
            seed,
          },
    anneal: anneal === undefined ? null : { share: anneal, to: choices.annealTo ?? 0 },
    average: average === undefined ? null : { decay: average },
    labelSmoothing: choices.labelSmoothing ?? 0,
    distillation: choices.distillation ?? null,
  };
}

function scheduleOf({ schedule, rate, epochs }: RecipeChoices): ScheduleOptions {
  switch (schedule) {
    case 'constant':
      return { type: 'constant', rate };
    case 'step':
      return { type: 'step', rate, every: Math.max(1, Math.ceil(epochs / 3)), factor: 0.1 };
    case 'one-cycle':
      return { type: 'one-cycle', rate, warmUp: WARM_UP };
  }
}
