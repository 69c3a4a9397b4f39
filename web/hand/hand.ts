import { computed, signal } from '@preact/signals';

import { createPadDrawing } from '../drawing/padDrawing.js';
import { lab } from '../lab/lab.js';
import type { LabStep, TuneReport } from '../lab/messages.js';
import { chosenId, filesOf, keepModel } from '../models/chosenModel.js';
import { reader } from '../read/page.js';
import { addHandDigit, handDigits, type HandDigit, removeHandDigit } from './handSet.js';

// The state of My hand while the page is open. The drawings themselves are stored in the browser.
export const digits = signal<readonly HandDigit[]>([]);
export const handDrawing = createPadDrawing();
/** The digit to draw next: the one with the fewest drawings, the smallest one if several have. */
export const wanted = computed(() => {
  const counts = countsOf(digits.value);
  return counts.indexOf(Math.min(...counts));
});
export const report = signal<TuneReport | null>(null);
/** Progress of teaching; null while the model is not being taught. */
export const teachingStep = signal<LabStep | null>(null);
/** Message of the last error; null if there is none. */
export const handTrouble = signal<string | null>(null);

/** The number of drawings of each digit. */
export function countsOf(all: readonly HandDigit[]): number[] {
  return Array.from({ length: 10 }, (_, digit) => all.filter(({ label }) => label === digit).length);
}

export async function recallDigits(): Promise<void> {
  try {
    digits.value = await handDigits();
  } catch (error) {
    say(error);
  }
}

/** Adds what is drawn on a canvas as a drawing of `label`; does nothing if there is no ink. */
export async function keepDrawing(canvas: HTMLCanvasElement | null, label: number): Promise<void> {
  const context = canvas?.getContext('2d');
  if (canvas === null || context == null) return;
  try {
    const picture = context.getImageData(0, 0, canvas.width, canvas.height);
    const input = await reader.calling.call('prepare', { picture });
    if (input === null) return;
    digits.value = [...digits.value, await addHandDigit(label, input)];
    handDrawing.clear();
  } catch (error) {
    say(error);
  }
}

export async function forgetDigit(id: string): Promise<void> {
  await removeHandDigit(id);
  digits.value = digits.value.filter((digit) => digit.id !== id);
}

/** Tunes the model used in Read to the drawings. */
export async function teach(): Promise<void> {
  handTrouble.value = null;
  report.value = null;
  teachingStep.value = { what: 'Loading', done: 0, of: 1 };
  try {
    const files = await filesOf(chosenId.value);
    const onNews = (news: LabStep): void => {
      teachingStep.value = news;
    };
    report.value = await lab().call('tune', { files, seed: 1 }, { onNews });
  } catch (error) {
    say(error);
  } finally {
    teachingStep.value = null;
  }
}

/** Keeps the tuned model and uses it in Read from now on. */
export async function keepTaught(): Promise<void> {
  if (report.value === null) return;
  const { id } = await keepModel(`my hand, ${digits.value.length} drawings`, report.value.files);
  chosenId.value = id;
  report.value = null;
}

function say(error: unknown): void {
  handTrouble.value = error instanceof Error ? error.message : String(error);
}
