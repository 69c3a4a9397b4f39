import type { LabelledInputs } from '../../src/datasets/inMemory.js';
import { getAll, put, remove } from '../store/database.js';

/** A drawing with its label, as drawn or corrected by the user. */
export interface HandDigit {
  /** Ids sort by time. */
  readonly id: string;
  /** 0..9 */
  readonly label: number;
  /** [784], 0 = paper, 255 = ink. */
  readonly input: Uint8Array;
}

export function handDigits(): Promise<HandDigit[]> {
  return getAll<HandDigit>('hand');
}

let drawn = 0;

export async function addHandDigit(label: number, input: Uint8Array): Promise<HandDigit> {
  // The counter distinguishes drawings of the same millisecond.
  const digit = { id: `${Date.now().toString(36)}-${(drawn++).toString(36).padStart(4, '0')}`, label, input };
  await put('hand', digit.id, digit);
  return digit;
}

export function removeHandDigit(id: string): Promise<void> {
  return remove('hand', id);
}

/** All drawings as examples to train or evaluate on. */
export async function handExamples(): Promise<LabelledInputs> {
  const digits = await handDigits();
  const length = digits.length === 0 ? 0 : digits[0].input.length;
  const inputs = new Uint8Array(digits.length * length);
  digits.forEach(({ input }, i) => {
    inputs.set(input, i * length);
  });
  return { name: 'my hand', inputs, labels: Uint8Array.from(digits, ({ label }) => label), splits: null };
}
