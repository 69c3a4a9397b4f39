import { useSignal } from '@preact/signals';
import { useEffect, useRef } from 'preact/hooks';

import { INPUT_SIZE, inputImage } from '../reader/inputImage.js';
import type { Region } from '../reader/lookInside.js';
import { percent } from '../read/describeAnswer.js';
import { reader, selected, settledAnswer } from '../read/page.js';
import { drawWhy } from './drawWhy.js';
import { followEraser } from './followEraser.js';
import { useAnswerTo } from './useAnswerTo.js';

const COLUMNS = (INPUT_SIZE.width - 2) >> 1;
const ROWS = (INPUT_SIZE.height - 2) >> 1;

/** Windows of 4 x 4 pixels at every second pixel, as [left, top, width, height]. */
const WINDOWS: readonly Region[] = Array.from({ length: COLUMNS * ROWS }, (_, i) => [
  2 * (i % COLUMNS),
  2 * Math.floor(i / COLUMNS),
  4,
  4,
]);
const askAll = (input: Uint8Array) => reader.calling.call('without', { input, regions: WINDOWS });

/**
 * Shows which parts of the picture the answer depends on, and the answer without an erased part.
 */
export function Why({ input }: { readonly input: Uint8Array }) {
  const canvas = useRef<HTMLCanvasElement>(null);
  const erased = useSignal<Region | null>(null);
  const without = useSignal<Float32Array | null>(null);
  const answers = useAnswerTo(input, askAll);
  const probabilities = settledAnswer.value?.seen.at(selected.value)?.probabilities ?? [];
  const digit = probabilities.indexOf(Math.max(...probabilities));

  useEffect(() => (canvas.current === null ? undefined : followEraser(canvas.current, erased)), []);
  useEffect(() => {
    erased.value = null;
  }, [input]);
  const region = erased.value;
  useEffect(() => {
    without.value = null;
    if (region === null) return;
    let outdated = false;
    void reader.calling.call('without', { input, regions: [region] }).then((value) => {
      if (!outdated) without.value = value;
    });
    return () => {
      outdated = true;
    };
  }, [input, region]);
  useEffect(() => {
    if (canvas.current === null || answers === null || typeof answers === 'string') return;
    const losses = WINDOWS.map((_, n) => Math.max(0, probabilities[digit] - answers[n * 10 + digit]));
    drawWhy(canvas.current, { input: inputImage(input), windows: WINDOWS, losses, erased: region });
  }, [answers, region, input]);
  return (
    <div class="why-part">
      <span class="step why-canvas">
        <canvas
          ref={canvas}
          width={280}
          height={280}
          tabIndex={0}
          role="img"
          aria-label="The picture, coloured where the answer depends on it. Drag over a part to erase it, or use the arrow keys."
        />
      </span>
      <div>
        <h3>What it depends on</h3>
        <p class="soft">
          Without the coloured spots, the answer {digit} would be less sure. Drag over a part to erase it, or move the
          eraser with the arrow keys.
        </p>
        <p aria-live="polite" data-testid="without">
          {without.value !== null && describe(without.value)}
        </p>
        {region !== null && (
          <button
            type="button"
            class="button button-quiet"
            onClick={() => {
              erased.value = null;
            }}
          >
            Put it back
          </button>
        )}
      </div>
    </div>
  );
}

function describe(probabilities: Float32Array): string {
  const order = [...probabilities.keys()].sort((a, b) => probabilities[b] - probabilities[a]);
  return `Without it: ${order[0]}, ${percent(probabilities[order[0]])}; then ${order[1]}, ${percent(probabilities[order[1]])}.`;
}
