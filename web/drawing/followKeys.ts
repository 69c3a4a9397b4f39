import type { PadDrawing } from './padDrawing.js';
import type { Pen } from './followPen.js';
import type { Point } from './stroke.js';

/** How far one press of an arrow key moves the pen, as a share of the pad's side. */
const STEP = 1 / 20;
const MOVES: Readonly<Record<string, readonly [number, number]>> = {
  ArrowLeft: [-1, 0],
  ArrowRight: [1, 0],
  ArrowUp: [0, -1],
  ArrowDown: [0, 1],
};

/**
 * Draws on `element` with the keyboard: the arrow keys move the pen on a grid of 20 x 20, Space
 * puts it down and lifts it. The style sheet shows the pen at the custom properties --pen-x and
 * --pen-y of the parent element. Returns a function that stops listening.
 */
export function followKeys(element: HTMLElement, drawing: PadDrawing, pen: Pen): () => void {
  const listening = new AbortController();
  let position = { x: 0.5, y: 0.25 };
  let down = false;

  const pointHere = (): Point => ({ ...position, pressure: 0.5 });
  const show = (): void => {
    element.parentElement?.style.setProperty('--pen-x', `${100 * position.x}%`);
    element.parentElement?.style.setProperty('--pen-y', `${100 * position.y}%`);
    element.parentElement?.toggleAttribute('data-pen-down', down);
  };
  const lift = (): void => {
    if (down) pen.end();
    down = false;
  };
  const act = (event: KeyboardEvent): boolean => {
    const move = MOVES[event.key] as readonly [number, number] | undefined;
    if (move !== undefined) {
      const clamp = (value: number): number => Math.min(0.95, Math.max(0.05, value));
      position = { x: clamp(position.x + move[0] * STEP), y: clamp(position.y + move[1] * STEP) };
      if (down) pen.extend([pointHere()]);
    } else if (event.key === ' ') {
      if (down) lift();
      else {
        down = true;
        pen.begin();
        pen.extend([pointHere()]);
      }
    } else if (event.key === 'Escape' && down) lift();
    else if (event.key === 'Delete' || event.key === 'Backspace') {
      lift();
      drawing.clear();
    } else return false;
    return true;
  };
  element.addEventListener(
    'keydown',
    (event) => {
      if (event.ctrlKey || event.metaKey || event.altKey || !act(event)) return;
      event.preventDefault();
      show();
    },
    { signal: listening.signal },
  );
  element.addEventListener(
    'blur',
    () => {
      lift();
      show();
    },
    { signal: listening.signal },
  );
  show();
  return () => {
    listening.abort();
  };
}
