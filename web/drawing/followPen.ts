import type { Point } from './stroke.js';

/** The events of a pen: it touches the pad from `begin` until `end` or `cancel`. */
export interface Pen {
  begin(): void;
  extend(points: readonly Point[]): void;
  end(): void;
  /** The system took over the pointer, for example for a gesture: the stroke is dropped. */
  cancel(): void;
}

/**
 * Passes the pointer events on `element` to `pen`: one pointer at a time, with all positions
 * recorded between two frames. Returns a function that stops listening.
 */
export function followPen(element: HTMLElement, pen: Pen): () => void {
  const listening = new AbortController();
  const { signal } = listening;
  let drawingPointer: number | null = null;
  let bounds = element.getBoundingClientRect();

  const pointOf = (event: PointerEvent): Point => ({
    x: (event.clientX - bounds.left) / bounds.width,
    y: (event.clientY - bounds.top) / bounds.height,
    // A mouse reports 0.5; some touch screens always report 0 or 1, whatever the finger does.
    pressure: event.pointerType === 'pen' && event.pressure > 0 ? event.pressure : 0.5,
  });
  const pointsOf = (event: PointerEvent): Point[] => {
    const coalesced = event.getCoalescedEvents();
    return (coalesced.length > 0 ? coalesced : [event]).map(pointOf);
  };
  const isDrawing = (event: PointerEvent): boolean => event.pointerId === drawingPointer;

  element.addEventListener(
    'pointerdown',
    (event) => {
      if (drawingPointer !== null || event.button !== 0) return;
      drawingPointer = event.pointerId;
      element.setPointerCapture(event.pointerId);
      bounds = element.getBoundingClientRect();
      pen.begin();
      pen.extend([pointOf(event)]);
    },
    { signal },
  );
  element.addEventListener(
    'pointermove',
    (event) => {
      if (isDrawing(event)) pen.extend(pointsOf(event));
    },
    { signal },
  );
  const leave = (event: PointerEvent, how: 'end' | 'cancel'): void => {
    if (!isDrawing(event)) return;
    drawingPointer = null;
    pen[how]();
  };
  element.addEventListener(
    'pointerup',
    (event) => {
      leave(event, 'end');
    },
    { signal },
  );
  element.addEventListener(
    'pointercancel',
    (event) => {
      leave(event, 'cancel');
    },
    { signal },
  );
  return () => {
    listening.abort();
  };
}
