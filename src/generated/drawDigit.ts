import type { GrayImage } from '../image/pixels.js';
import type { Random } from '../random.js';
import { digitSkeletons } from './digitSkeletons.js';
import { drawSign } from './drawSigns.js';

/** Which forms of digits are drawn: a fifth of them can be kept apart from training. */
export type FormSet = 'training' | 'held out' | 'all';

export interface DrawnDigit {
  /** 0..9 */
  readonly digit: number;
  /** The name of the form: `7, crossed`. */
  readonly name: string;
  /** 0 = paper, 255 = ink. The canvas is larger than the digit. */
  readonly ink: GrayImage;
}

/** A digit in a random form of the set, by a random hand and pen. Each digit is equally likely. */
export function drawDigit(random: Random, { forms }: { readonly forms: FormSet }): DrawnDigit {
  const digit = random.below(10);
  const own = digitSkeletons.filter((form, i) => {
    const heldOut = i % 5 === 2;
    return form.digit === digit && (forms === 'all' || heldOut === (forms === 'held out'));
  });
  const form = own[random.below(own.length)];
  return { digit, name: form.name, ink: drawSign(form, random) };
}
