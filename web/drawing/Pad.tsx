import { useSignal } from '@preact/signals';
import type { ComponentChildren } from 'preact';
import { useEffect, useId, useRef } from 'preact/hooks';

import type { PadDrawing } from './padDrawing.js';
import { createPadCanvas } from './padCanvas.js';
import { followKeys } from './followKeys.js';
import { followPen } from './followPen.js';
import { BRUSHES, type Brush } from './stroke.js';

export interface PadProps {
  readonly drawing: PadDrawing;
  readonly brush: Brush;
  /** The accessible name of the pad. */
  readonly label: string;
  /**
   * Called in the same frame after the pixels of the pad have changed, with the canvas that holds
   * them.
   */
  readonly onChange: (canvas: HTMLCanvasElement) => void;
  /** Shown over the empty pad. */
  readonly children?: ComponentChildren;
}

/** A square of paper to draw on with a mouse, a pen, a finger or the arrow keys. */
export function Pad({ drawing, brush, label, onChange, children }: PadProps) {
  const element = useRef<HTMLCanvasElement>(null);
  const keys = useId();
  const touched = useSignal(false);
  const latest = useRef({ brush, onChange });
  latest.current = { brush, onChange };

  useEffect(() => {
    const canvas = element.current;
    if (canvas === null) return;
    const drawn = createPadCanvas(canvas, drawing, () => {
      latest.current.onChange(canvas);
    });
    const follow = {
      begin: () => {
        touched.value = true;
        drawn.begin(BRUSHES[latest.current.brush]);
      },
      extend: drawn.extend,
      end: () => {
        touched.value = false;
        drawn.end();
      },
      cancel: () => {
        touched.value = false;
        drawn.cancel();
      },
    };
    const forgetPen = followPen(canvas, follow);
    const forgetKeys = followKeys(canvas, drawing, follow);
    return () => {
      forgetPen();
      forgetKeys();
      drawn.close();
    };
  }, [drawing]);

  const empty = drawing.strokes.value.length === 0 && !touched.value;
  return (
    <div class={empty ? 'pad pad-empty' : 'pad'}>
      <canvas ref={element} class="pad-canvas" tabIndex={0} role="img" aria-label={label} aria-describedby={keys} />
      {empty && <div class="pad-hint">{children}</div>}
      <p id={keys} class="visually-hidden">
        Arrow keys move the pen, Space puts it down and lifts it, Control Z undoes a stroke, Delete clears the pad.
      </p>
    </div>
  );
}
