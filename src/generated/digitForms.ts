import { createRandom } from '../random.js';
import type { DigitForm } from './forms/digitForm.js';
import { eight } from './forms/eight.js';
import { five } from './forms/five.js';
import { four } from './forms/four.js';
import { nine } from './forms/nine.js';
import { one } from './forms/one.js';
import { seven } from './forms/seven.js';
import { six } from './forms/six.js';
import { three } from './forms/three.js';
import { two } from './forms/two.js';
import { zero } from './forms/zero.js';
import type { Hand } from './hand.js';

/** Which forms: those that training may see, those that are kept apart from it, or all. */
export type FormSet = 'training' | 'held out' | 'all';

/** Every form of every digit. */
export const digitForms: readonly DigitForm[] = [zero, one, two, three, four, five, six, seven, eight, nine].flat();

/** The forms of a set, or those of one digit in it. */
export function formsIn(set: FormSet, digit?: number): readonly DigitForm[] {
  return digitForms.filter(
    (form) => (set === 'all' || form.heldOut === (set === 'held out')) && (digit === undefined || form.digit === digit),
  );
}

/** Separates a writer's choice of forms from other random numbers of its seed. */
const CHOICE = 0x666f72;

/** The form of `digit`, among those of the set, that the writer uses. */
export function formOf({ seed }: Pick<Hand, 'seed'>, digit: number, set: FormSet): DigitForm {
  const forms = formsIn(set, digit);
  return forms[createRandom(seed, CHOICE, digit).below(forms.length)];
}
