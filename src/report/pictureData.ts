import { INPUT_LENGTH } from '../ink/pipeline.js';
import { encodeBase64 } from './charts/encodeBase64.js';
import { formatPercent } from './text/formatPercent.js';
import { Markup } from './charts/markup.js';
import { describePrediction, type Predictions } from '../evaluation/predictions.js';

/**
 * The report's pictures and what was read in them, as a data block that the report's script finds. Pictures are raw bytes
 * [count, 784] in one base64 text: 1,046 characters each.
 *
 * `indices` into `predictions`; `picture` gives the bytes [784] of a data set's row. The drawers behind the matrix show the first `drawn` of
 * them; the others are there for a gallery. Throws RangeError on another length.
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
      ...(position >= drawn && { apart: true }),
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
  // The only way out of a data block is the text "</script" (or "<!--"): without "<" there is none.
  return new Markup(`<script type="application/json" id="pictures">${json.replaceAll('<', '\\u003c')}</script>`);
}

function percent(share: number): string {
  return formatPercent(share, 1).replace(' ', '\u00A0');
}
