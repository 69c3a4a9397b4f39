import { useSignal } from '@preact/signals';
import { useEffect } from 'preact/hooks';

import { drawStroke } from '../drawing/drawStroke.js';
import type { Stroke } from '../drawing/stroke.js';
import { percent } from '../read/describeAnswer.js';
import { brought, drawing, reader } from '../read/page.js';

const SIDE = 280;
/** At most this many strokes are left out, one at a time. */
const MOST = 8;

interface Row {
  readonly text: string;
  readonly confidence: number;
}

/** The answers when one stroke at a time is left out. */
export function WithoutStrokes() {
  const rows = useSignal<readonly Row[]>([]);
  const strokes = brought.value === null ? drawing.strokes.value : [];
  useEffect(() => {
    let outdated = false;
    rows.value = [];
    const ask = async (): Promise<void> => {
      if (strokes.length < 2) return;
      const answers = strokes.slice(0, MOST).map(async (left) => {
        const picture = pictureOf(strokes.filter((stroke) => stroke !== left));
        const { reading } = await reader.calling.call('read', { picture });
        return { text: reading.text, confidence: reading.confidence };
      });
      const all = await Promise.all(answers);
      if (!outdated) rows.value = all;
    };
    void ask();
    return () => {
      outdated = true;
    };
  }, [strokes]);
  if (rows.value.length === 0) return null;
  return (
    <div class="table-frame" tabIndex={0} role="region" aria-label="Without strokes">
      <table class="table" data-testid="strokes">
        <caption>With one stroke left out</caption>
        <tbody>
          {rows.value.map(({ text, confidence }, i) => (
            <tr key={i}>
              <th scope="row">without stroke {i + 1}</th>
              <td>{text === '' ? 'nothing' : text}</td>
              <td>{text === '' ? '' : percent(confidence)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

function pictureOf(strokes: readonly Stroke[]): ImageData {
  const canvas = document.createElement('canvas');
  canvas.width = canvas.height = SIDE;
  const context = canvas.getContext('2d', { willReadFrequently: true });
  if (context === null) throw new Error('this browser provides no 2D canvas.');
  context.fillStyle = '#fff';
  context.fillRect(0, 0, SIDE, SIDE);
  context.strokeStyle = '#000';
  for (const stroke of strokes) drawStroke(context, stroke, SIDE);
  return context.getImageData(0, 0, SIDE, SIDE);
}
