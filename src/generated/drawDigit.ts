import type { GrayImage } from '../image/pixels.js';
import type { Random } from '../random.js';
import { type FormSet, formsIn } from './digitForms.js';
import { drawSign } from './drawSigns.js';

export interface DrawnDigit {
  /** 0..9 */
  readonly digit: number;
  /** The name of the form: `7, crossed`. */
  readonly name: string;
  /** 0 = paper, 255 = ink. The canvas is larger than the digit. */
  readonly ink: GrayImage;
}

/**
 * A digit in a form of the set, by a random hand and pen. Each digit is equally likely, and so is
 * each of its forms.
 */
export function drawDigit(random: Random, { forms }: { readonly forms: FormSet }): DrawnDigit {
  const own = formsIn(forms, random.below(10));
  const form = own[random.below(own.length)];
  return { digit: form.digit, name: form.name, ink: drawSign(form, random) };
}
