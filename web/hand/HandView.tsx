import { useEffect, useRef } from 'preact/hooks';

import { Pad } from '../drawing/Pad.js';
import { brush } from '../read/page.js';
import { Collection } from './Collection.js';
import { digits, drawing, keepDrawing, recallDigits, step, teach, trouble, wanted } from './hand.js';
import { TuneResult } from './TuneResult.js';

/** Digits below which there is nothing to learn from. */
const LEAST = 10;

/** Draw each digit a few times, and teach the model. */
export function HandView() {
  const canvas = useRef<HTMLCanvasElement | null>(null);
  useEffect(() => {
    void recallDigits();
  }, []);
  const keep = (): void => {
    void keepDrawing(canvas.current, wanted.value);
  };
  const count = digits.value.length;
  return (
    <div class="hand">
      <header class="lead">
        <h1>Teach it your hand</h1>
        <p class="soft">
          Draw each digit about three times. The model learns them in seconds, and you see what changed.
        </p>
      </header>
      {trouble.value !== null && (
        <p class="notice" role="alert">
          {trouble.value}
        </p>
      )}
      <div class="hand-work">
        <form
          class="hand-draw"
          onSubmit={(event) => {
            event.preventDefault();
            keep();
          }}
        >
          <h2>
            Draw a <b data-testid="wanted">{wanted.value}</b>
          </h2>
          <Pad
            drawing={drawing}
            brush={brush.value}
            label={`Pad for a ${wanted.value}`}
            onChange={(element) => {
              canvas.current = element;
            }}
          >
            <span class="ghost">{wanted.value}</span>
          </Pad>
          <div class="run-buttons">
            <button type="submit" class="button" disabled={drawing.strokes.value.length === 0}>
              Keep it
            </button>
            <button type="button" class="button button-quiet" disabled={!drawing.canUndo.value} onClick={drawing.undo}>
              Undo
            </button>
            <button
              type="button"
              class="button button-quiet"
              disabled={drawing.strokes.value.length === 0}
              onClick={drawing.clear}
            >
              Clear
            </button>
          </div>
        </form>
        <div class="hand-side">
          <Collection />
          <button
            type="button"
            class="button button-large"
            disabled={count < LEAST || step.value !== null}
            onClick={() => void teach()}
          >
            Teach the model
          </button>
          <p class="soft" aria-live="polite" data-testid="teaching">
            {step.value !== null
              ? `${step.value.what}${step.value.of > 1 ? `: ${step.value.done} of ${step.value.of}` : ''}`
              : count < LEAST && `${LEAST - count} more to begin; thirty are better.`}
          </p>
          <TuneResult />
        </div>
      </div>
    </div>
  );
}
