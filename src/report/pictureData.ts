import { INPUT_LENGTH } from '../ink/mnistInput.js';
import { encodeBase64 } from './charts/encodeBase64.js';
import { formatPercent } from './text/formatPercent.js';
import { Markup } from './charts/markup.js';
import { describePrediction, type Predictions } from '../evaluation/predictions.js';

/**
 * The report's pictures and their readings, as a data block for the report's script. Pictures are
 * raw bytes [count, 784] in one base64 string: 1,046 characters each.
 *
 * `indices` are into `predictions`; `picture` returns the bytes [784] of a row of the data set and
 * must not return another length (RangeError). The drawers behind the matrix show the first `drawn`
 * pictures; the others are for a gallery.
 */
export function pictureData(
  predictions: Predictions,
  indices: readonly number[],
  picture: (row: number) => Uint8Array,
  drawn = indices.length,
): Markup {
  const bytes = new Uint8Array(indices.length * INPUT_LENGTH);
  const pictures = indices.map((n, position) => {
    const reading = describePrediction(predictions, n);
    const input = picture(reading.row);
    if (input.length !== INPUT_LENGTH) {
      throw new RangeError(
        `pictureData: picture must give ${INPUT_LENGTH} bytes. Received ${input.length} for row ${reading.row}.`,
      );
    }
    bytes.set(input, position * INPUT_LENGTH);
    return {
      apart: position >= drawn ? true : undefined, // left out of the JSON if undefined
      name: reading.name,
      true: reading.true,
      predicted: reading.predicted,
      confidence: percent(reading.confidence),
      others: reading.alternatives
        .filter(({ confidence }) => confidence >= 0.001)
        .map(({ digit, confidence }) => `${digit}:\u00A0${percent(confidence)}`)
        .join(', '),
    };
  });
  const json = JSON.stringify({ pictures, bytes: encodeBase64(bytes) });
  // Only the texts "</script" and "<!--" end a data block: without "<" nothing does.
  return new Markup(`<script type="application/json" id="pictures">${json.replaceAll('<', '\\u003c')}</script>`);
}

function percent(share: number): string {
  return formatPercent(share, 1).replace(' ', '\u00A0');
}
