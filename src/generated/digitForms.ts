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
