import { signal } from '@preact/signals';

/** What was just done, to be said in passing. */
export const note = signal<string | null>(null);

/** Says that the selected digit is a `digit`: it joins the set of one's own hand. */
export function correct(digit: number): void {
  note.value = `It is a ${digit}.`;
}
