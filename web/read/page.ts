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

/** A picture that was brought instead of being drawn. */
export interface Brought {
  readonly name: string;
  readonly picture: RgbaImage;
}

// What Read holds, as long as the page is open: leaving the view and coming back changes nothing.
export const drawing = createPadDrawing(recall<Stroke[]>('strokes', []), (strokes) => {
  remember('strokes', strokes);
});
export const brush = signal<Brush>(recall<Brush>('brush', 'thick'));
/** Shown in the place of the pad; null while drawing. */
export const brought = signal<Brought | null>(null);
/** Its key in the store. */
const BROUGHT = 'brought';
/** Why a picture could not be opened; null where all is well. */
export const pictureTrouble = signal<string | null>(null);
/** Share of wrong answers, 0..1, that is accepted; '?' is said where the model is less sure. */
export const targetError = signal(recall('targetError', 0.01));
export const reader = createReader();
/** Null where there is nothing on the pad. */
export const answer = computed(() => {
  const empty =
    brought.value === null && drawing.strokes.value.length === 0 && reader.answer.value?.reading.status === 'no ink';
  return empty ? null : reader.answer.value;
});
/** The same, at most ten times a second: pictures need not follow the pen at every frame, and take time to show. */
export const settledAnswer = signal<TimedAnswer | null>(null);
const SETTLE = 100; // ms
/** Which digit of a number the probabilities and the pictures are of; the last one, unless a person chose another. */
const picked = signal<number | null>(null);
export const selected = computed(() => {
  const count = answer.value?.seen.length ?? 0;
  return Math.max(0, Math.min(picked.value ?? count - 1, count - 1));
});

export function select(index: number | null): void {
  picked.value = index;
}

/** Reads a picture that was brought, and keeps it through a reload. */
export function show(name: string, { width, height, data }: RgbaImage): void {
  const picture = { width, height, data };
  display({ name, picture });
  put('data', BROUGHT, { name, picture }).catch(() => undefined); // where nothing can be kept, nothing is
}

function display(shown: Brought): void {
  pictureTrouble.value = null;
  picked.value = null;
  brought.value = shown;
  reader.read({ ...shown.picture, data: shown.picture.data.slice() });
}

/** Back to the pad. */
export function putAway(): void {
  if (brought.value !== null) remove('data', BROUGHT).catch(() => undefined);
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
// The page's head has asked for it; and whatever model reads, My hand and Evaluate begin with it.
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
