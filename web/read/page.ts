import { computed, effect, signal } from '@preact/signals';

import type { RgbaImage } from '../../src/image/pixels.js';
import { createPadDrawing } from '../drawing/padDrawing.js';
import type { Brush, Stroke } from '../drawing/stroke.js';
import { chosenId, filesOf } from '../models/chosenModel.js';
import type { TimedAnswer } from '../reader/messages.js';
import { shippedModel } from '../models/shippedModel.js';
import { createReader } from '../reader/reader.js';
import { recall, remember } from '../shell/remember.js';
import { get, put, remove } from '../store/database.js';

/** A picture that the user brought instead of drawing. */
export interface Brought {
  readonly name: string;
  readonly picture: RgbaImage;
}

// The state of Read while the page is open; leaving the view and coming back keeps it.
export const drawing = createPadDrawing(recall<Stroke[]>('strokes', []), (strokes) => {
  remember('strokes', strokes);
});
export const brush = signal<Brush>(recall<Brush>('brush', 'thick'));
/** The picture shown in place of the pad; null while drawing. */
export const brought = signal<Brought | null>(null);
/** The key of that picture in the store. */
const BROUGHT = 'brought';
/** Why the last picture could not be opened; null if all is well. */
export const pictureTrouble = signal<string | null>(null);
/** The accepted share of wrong answers, 0..1; digits that are less certain are shown as '?'. */
export const targetError = signal(recall('targetError', 0.01));
export const reader = createReader();
/** The answer to what is shown; null if the pad is empty. */
export const answer = computed(() => {
  const empty =
    brought.value === null && drawing.strokes.value.length === 0 && reader.answer.value?.reading.status === 'no ink';
  return empty ? null : reader.answer.value;
});
/**
 * The answer, updated at most ten times per second. The small pictures follow this one, because
 * drawing them in every frame takes too long.
 */
export const settledAnswer = signal<TimedAnswer | null>(null);
const SETTLE = 100; // ms
/** The digit that the user selected; null selects the last one. */
const picked = signal<number | null>(null);
/** Index of the digit of a number whose probabilities and pictures are shown. */
export const selected = computed(() => {
  const count = answer.value?.seen.length ?? 0;
  return Math.max(0, Math.min(picked.value ?? count - 1, count - 1));
});

export function select(index: number | null): void {
  picked.value = index;
}

/** Reads a picture that the user brought, and stores it so that it survives a reload. */
export function show(name: string, { width, height, data }: RgbaImage): void {
  const picture = { width, height, data };
  display({ name, picture });
  put('data', BROUGHT, { name, picture }).catch(() => undefined); // without storage it is lost at a reload
}

function display(shown: Brought): void {
  pictureTrouble.value = null;
  picked.value = null;
  brought.value = shown;
  reader.read({ ...shown.picture, data: shown.picture.data.slice() });
}

/**
 * Removes the picture and shows the pad again. The picture stays on the screen until it is deleted
 * from the browser, so that no reload shows it again.
 */
export async function putAway(): Promise<void> {
  const shown = brought.value;
  if (shown !== null) await remove('data', BROUGHT).catch(() => undefined);
  if (brought.value !== shown) return; // another picture came in the meantime
  brought.value = null;
  pictureTrouble.value = null;
}

get<Brought>('data', BROUGHT).then(
  (kept) => {
    if (kept !== undefined && brought.value === null) display(kept);
  },
  () => undefined,
);

effect(() => {
  remember('brush', brush.value);
  remember('targetError', targetError.value);
});
// The head of the page preloads the shipped model, and My hand and Evaluate start with it.
shippedModel().catch(() => undefined);
effect(() => {
  void reader.use(filesOf(chosenId.value), targetError.value);
});
let settling: ReturnType<typeof setTimeout> | undefined;
effect(() => {
  const newest = answer.value;
  if (newest === null) settledAnswer.value = null;
  settling ??= setTimeout(() => {
    settling = undefined;
    settledAnswer.value = answer.value;
  }, SETTLE);
});
