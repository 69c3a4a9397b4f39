import { signal } from '@preact/signals';

import { addHandDigit, removeHandDigit } from '../hand/handSet.js';
import { answer, selected } from './page.js';

/** What was just done, said in passing, with how to undo it. */
export interface Note {
  readonly text: string;
  readonly undo: () => void;
}

export const note = signal<Note | null>(null);
/** How long it is shown, in ms. */
const SHOWN = 6000;
let fading: ReturnType<typeof setTimeout> | undefined;

/** Says that the selected digit is a `digit`: it joins the drawings of My hand. */
export function correct(digit: number): void {
  const input = answer.value?.seen.at(selected.value)?.input;
  if (input == null) return;
  addHandDigit(digit, input).then(
    ({ id }) => {
      show({
        text: `Kept as a ${digit} in My hand.`,
        undo: () => {
          void removeHandDigit(id);
          note.value = null;
        },
      });
    },
    (error: unknown) => {
      show({ text: error instanceof Error ? error.message : String(error), undo: () => undefined });
    },
  );
}

function show(next: Note): void {
  clearTimeout(fading);
  note.value = next;
  fading = setTimeout(() => {
    note.value = null;
  }, SHOWN);
}
