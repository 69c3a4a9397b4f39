import type { MadeShare } from '../generated/made/madeShare.js';
import type { GeneratedShare } from '../datasets/mixGenerated.js';
import type { Architecture } from '../network/architecture.js';
import type { AnnealOptions } from './anneal.js';
import type { Augmentation } from './augment/augmentation.js';
import type { AverageOptions } from './average.js';
import type { Distillation } from './loss.js';
import type { OptimiserOptions } from './optimiser.js';
import type { ScheduleOptions } from './schedule.js';

/** Everything that determines the trained weights, given the data and the teachers. Plain JSON. */
export interface Recipe {
  readonly architecture: Architecture;
  readonly epochs: number;
  readonly batch: number;
  readonly optimiser: OptimiserOptions;
  readonly schedule: ScheduleOptions;
  /** Training stops after this many epochs in a row without improvement; null means never. */
  readonly patience: number | null;
  /**
   * 0..2^32-1. Determines the initial weights, the order of the images, dropout and the changes of
   * the pictures.
   */
  readonly seed: number;
  /** How training pictures are changed; null or missing means no changes. */
  readonly augmentation?: Augmentation | null;
  /**
   * Generated pictures among the training pictures, most of them not digits; null or missing means
   * none.
   */
  readonly generated?: GeneratedShare | null;
  /** Digits on made paper among the training pictures; null or missing means none. */
  readonly made?: MadeShare | null;
  /** How these changes become smaller towards the end; null or missing means that they do not. */
  readonly anneal?: AnnealOptions | null;
  /**
   * A moving average of the weights, which is validated and kept in their place; null or missing
   * means the weights themselves.
   */
  readonly average?: AverageOptions | null;
  /**
   * Share of each label, 0..1 (1 not included), that is spread evenly over all digits. @default 0
   */
  readonly labelSmoothing?: number;
  /** How much is learned from teachers; null or missing if there are none. */
  readonly distillation?: Distillation | null;
}

/**
 * Throws RangeError if a recipe has invalid values, or does not suit `rows` training images and
 * `teachers` teachers.
 */
export function checkRecipe(recipe: Recipe, rows: number, teachers: number): void {
  const { epochs, batch, patience, schedule, anneal, average, labelSmoothing = 0, distillation, made } = recipe;
  const whole: Record<string, number> = { epochs, batch };
  if (patience !== null) whole.patience = patience;
  whole['training images'] = rows;
  for (const [name, value] of Object.entries(whole)) {
    if (!Number.isInteger(value) || value < 1)
      throw new RangeError(`${name} must be an integer above 0. Received ${value}.`);
  }
  const check = (fits: boolean, name: string, expected: string, value: number): void => {
    if (!fits) throw new RangeError(`${name} must be ${expected}. Received ${value}.`);
  };
  const { rate } = schedule;
  check(rate > 0 && Number.isFinite(rate), 'learning rate', 'a finite number above 0', rate);
  check(labelSmoothing >= 0 && labelSmoothing < 1, 'label smoothing', 'at least 0 and below 1', labelSmoothing);
  if (average) check(average.decay >= 0 && average.decay < 1, 'average decay', 'at least 0 and below 1', average.decay);
  if (anneal) {
    check(anneal.share >= 0 && anneal.share <= 1, 'anneal share', 'from 0 to 1', anneal.share);
    check(anneal.to >= 0 && anneal.to <= 1, 'anneal strength', 'from 0 to 1', anneal.to);
  }
  if (made) {
    check(made.share >= 0 && Number.isFinite(made.share), 'made share', 'a finite number of at least 0', made.share);
    check(
      made.forms >= 0 && made.forms + made.fonts <= 1,
      'shares of forms and fonts',
      '0 to 1 together',
      made.forms + made.fonts,
    );
  }
  const taught = distillation ? 'at least 1 where the recipe distils' : '0 where the recipe does not distil';
  check(teachers > 0 === Boolean(distillation), 'teachers', taught, teachers);
  if (distillation) {
    const { temperature: T, weight } = distillation;
    check(T > 0 && Number.isFinite(T), 'distillation temperature', 'a finite number above 0', T);
    check(weight >= 0 && weight <= 1, 'distillation weight', 'from 0 to 1', weight);
  }
}
