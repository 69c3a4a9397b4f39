import { computed, signal, type ReadonlySignal } from '@preact/signals';

import type { Stroke } from './stroke.js';

/** The strokes on a pad, with their history for undo and redo. */
export interface PadDrawing {
  readonly strokes: ReadonlySignal<readonly Stroke[]>;
  readonly canUndo: ReadonlySignal<boolean>;
  readonly canRedo: ReadonlySignal<boolean>;
  readonly add: (stroke: Stroke) => void;
  /** Removes all strokes; can be undone like a stroke. */
  readonly clear: () => void;
  readonly undo: () => void;
  readonly redo: () => void;
}

interface History {
  readonly past: readonly (readonly Stroke[])[];
  readonly now: readonly Stroke[];
  readonly future: readonly (readonly Stroke[])[];
}

/**
 * A drawing that starts with `strokes`. Calls `onChange` with the current strokes after every
 * change.
 */
export function createPadDrawing(
  strokes: readonly Stroke[] = [],
  onChange?: (strokes: readonly Stroke[]) => void,
): PadDrawing {
  const history = signal<History>({ past: [], now: strokes, future: [] });
  const turnTo = (next: History): void => {
    history.value = next;
    onChange?.(next.now);
  };
  const change = (now: readonly Stroke[]): void => {
    const { past, now: before } = history.value;
    turnTo({ past: [...past, before], now, future: [] });
  };
  return {
    strokes: computed(() => history.value.now),
    canUndo: computed(() => history.value.past.length > 0),
    canRedo: computed(() => history.value.future.length > 0),
    add(stroke) {
      change([...history.value.now, stroke]);
    },
    clear() {
      if (history.value.now.length > 0) change([]);
    },
    undo() {
      const { past, now, future } = history.value;
      const before = past.at(-1);
      if (before !== undefined) turnTo({ past: past.slice(0, -1), now: before, future: [now, ...future] });
    },
    redo() {
      const { past, now, future } = history.value;
      if (future.length > 0) turnTo({ past: [...past, now], now: future[0], future: future.slice(1) });
    },
  };
}
