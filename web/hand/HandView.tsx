import { useEffect, useRef } from 'preact/hooks';

import { Pad } from '../drawing/Pad.js';
import { brush } from '../read/page.js';
import { Collection } from './Collection.js';
import { digits, handDrawing, handTrouble, keepDrawing, recallDigits, teach, teachingStep, wanted } from './hand.js';
import { TuneResult } from './TuneResult.js';

/** The fewest drawings to learn from. */
const LEAST = 10;

/** The view to draw each digit a few times and teach them to the model. */
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
        <h1>Teach it your handwriting</h1>
        <p class="soft">
          Draw each digit about three times. The model learns them in seconds, and you see what has changed.
        </p>
      </header>
      {handTrouble.value !== null && (
        <p class="notice" role="alert">
          {handTrouble.value}
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
            drawing={handDrawing}
            brush={brush.value}
            label={`Pad for a ${wanted.value}`}
            onChange={(element) => {
              canvas.current = element;
            }}
          >
            <span class="ghost">{wanted.value}</span>
          </Pad>
          <div class="run-buttons">
            <button type="submit" class="button" disabled={handDrawing.strokes.value.length === 0}>
              Keep it
            </button>
            <button
              type="button"
              class="button button-quiet"
              disabled={!handDrawing.canUndo.value}
              onClick={handDrawing.undo}
            >
              Undo
            </button>
            <button
              type="button"
              class="button button-quiet"
              disabled={handDrawing.strokes.value.length === 0}
              onClick={handDrawing.clear}
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
            disabled={count < LEAST || teachingStep.value !== null}
            onClick={() => void teach()}
          >
            Teach the model
          </button>
          <p class="soft" aria-live="polite" data-testid="teaching">
            {teachingStep.value !== null
              ? `${teachingStep.value.what}${teachingStep.value.of > 1 ? `: ${teachingStep.value.done} of ${teachingStep.value.of}` : ''}`
              : count < LEAST && `${LEAST - count} more to start; thirty work better.`}
          </p>
          <TuneResult />
        </div>
      </div>
    </div>
  );
}
