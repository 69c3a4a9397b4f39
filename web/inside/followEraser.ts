import type { Signal } from '@preact/signals';

import { INPUT_SIZE } from '../reader/inputImage.js';
import type { Region } from '../reader/lookInside.js';

/** Side of the eraser moved by the arrow keys, in pixels of the input. */
const ERASER = 5;
const MOVES: Readonly<Record<string, readonly [number, number]>> = {
  ArrowLeft: [-2, 0],
  ArrowRight: [2, 0],
  ArrowUp: [0, -2],
  ArrowDown: [0, 2],
};

/**
 * Sets `erased` to the region dragged over on `canvas`, or to the position of an eraser moved by
 * the arrow keys; Escape sets it to null. Returns a function that stops listening.
 */
export function followEraser(canvas: HTMLCanvasElement, erased: Signal<Region | null>): () => void {
  const listening = new AbortController();
  const { signal } = listening;
  let from: readonly [number, number] | null = null;
  const cellOf = (event: PointerEvent): readonly [number, number] => {
    const { left, top, width, height } = canvas.getBoundingClientRect();
    const cell = (share: number, count: number): number => Math.min(count - 1, Math.max(0, Math.floor(share * count)));
    return [
      cell((event.clientX - left) / width, INPUT_SIZE.width),
      cell((event.clientY - top) / height, INPUT_SIZE.height),
    ];
  };
  const span = (a: number, b: number): readonly [number, number] => [Math.min(a, b), Math.abs(a - b) + 1];
  const mark = (event: PointerEvent): void => {
    if (from === null) return;
    const to = cellOf(event);
    const [[left, width], [top, height]] = [span(from[0], to[0]), span(from[1], to[1])];
    erased.value = [left, top, width, height];
  };
  canvas.addEventListener(
    'pointerdown',
    (event) => {
      canvas.setPointerCapture(event.pointerId);
      from = cellOf(event);
      mark(event);
    },
    { signal },
  );
  canvas.addEventListener('pointermove', mark, { signal });
  const end = (): void => {
    from = null;
  };
  canvas.addEventListener('pointerup', end, { signal });
  canvas.addEventListener('pointercancel', end, { signal });
  canvas.addEventListener(
    'keydown',
    (event) => {
      const move = MOVES[event.key] as readonly [number, number] | undefined;
      if (event.key === 'Escape') erased.value = null;
      if (move === undefined) return;
      event.preventDefault();
      const [left, top] = erased.value ?? [12, 12];
      const clamp = (value: number, side: number): number => Math.min(side - ERASER, Math.max(0, value));
      const [x, y] = [left + move[0], top + move[1]];
      erased.value = [clamp(x, INPUT_SIZE.width), clamp(y, INPUT_SIZE.height), ERASER, ERASER];
    },
    { signal },
  );
  return () => {
    listening.abort();
  };
}
