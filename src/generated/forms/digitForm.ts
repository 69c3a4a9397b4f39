import type { Range, Skeleton } from '../skeleton.js';

/** One way to write a digit, as some school teaches it or some people write it. */
export interface DigitForm extends Skeleton {
  /** 0..9 */
  readonly digit: number;
  /**
   * Whether training can leave the form out, to measure how well forms are read that were never
   * seen. About a fifth of the forms of each digit are held out; a form never changes sides.
   */
  readonly heldOut: boolean;
}

/** How one form of a digit is written: its name without the digit, the box, and the strokes. */
type Description = readonly [name: string, aspect: number | Range, ...strokes: string[]];

/** The forms of a digit. The names in `heldOut` are held out. */
export function formsOf(digit: number, heldOut: readonly string[], descriptions: readonly Description[]): DigitForm[] {
  return descriptions.map(([name, aspect, ...strokes]) => ({
    digit,
    name: `${digit}, ${name}`,
    aspect,
    strokes,
    heldOut: heldOut.includes(name),
  }));
}
