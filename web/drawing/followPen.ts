import type { Point } from './stroke.js';

/** What a pen does; between `begin` and `end` (or `cancel`) it touches the pad. */
export interface Pen {
  begin(): void;
  extend(points: readonly Point[]): void;
  end(): void;
  /** The system took the pointer away, for instance for a gesture: the stroke is not kept. */
  cancel(): void;
}

/** Tells `pen` what pointers do on `element`: one at a time, with all positions between two frames. Returns how to stop. */
export function followPen(element: HTMLElement, pen: Pen): () => void {
  const listening = new AbortController();
  const { signal } = listening;
  let drawingPointer: number | null = null;
  let bounds = element.getBoundingClientRect();

  const pointOf = (event: PointerEvent): Point => ({
    x: (event.clientX - bounds.left) / bounds.width,
    y: (event.clientY - bounds.top) / bounds.height,
    // A mouse says 0.5; some touch screens say 0 or 1 whatever the finger does.
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
