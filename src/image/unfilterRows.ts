import { ImageError } from '../errors.js';

/**
 * Undoes the filters of `rows` rows in place (PNG specification, third edition, section 9). `raw`
 * holds the rows from `start` on; each row is one byte with the filter type and then `length`
 * bytes. `step` is the distance in bytes to the same sample of the pixel to the left, or 1 if a
 * pixel is smaller than a byte. Throws ImageError if a filter type is not 0..4.
 */
export function unfilterRows(raw: Uint8Array, start: number, rows: number, length: number, step: number): void {
  for (let row = 0; row < rows; row++) {
    const filterAt = start + row * (length + 1);
    const begin = filterAt + 1;
    const end = begin + length;
    const above = row === 0 ? null : begin - length - 1;
    const filter = raw[filterAt];
    if (filter === 0) continue;
    else if (filter === 1) undoSub(raw, begin, end, step);
    else if (filter === 2) undoUp(raw, begin, end, above);
    else if (filter === 3) undoAverage(raw, begin, end, step, above);
    else if (filter === 4) undoPaeth(raw, begin, end, step, above);
    else
      throw new ImageError(
        `PNG: filter type must be between 0 and 4. Received ${filter} in row ${row}: the data are damaged.`,
      );
  }
}

function undoSub(raw: Uint8Array, begin: number, end: number, step: number): void {
  for (let i = begin + step; i < end; i++) raw[i] = raw[i] + raw[i - step];
}

function undoUp(raw: Uint8Array, begin: number, end: number, above: number | null): void {
  if (above === null) return;
  for (let i = begin, up = above; i < end; i++, up++) raw[i] = raw[i] + raw[up];
}

function undoAverage(raw: Uint8Array, begin: number, end: number, step: number, above: number | null): void {
  for (let i = begin; i < end; i++) {
    const left = i >= begin + step ? raw[i - step] : 0;
    const up = above === null ? 0 : raw[i - begin + above];
    raw[i] = raw[i] + ((left + up) >> 1);
  }
}

function undoPaeth(raw: Uint8Array, begin: number, end: number, step: number, above: number | null): void {
  // Without a row above, the predictor is always the byte to the left.
  if (above === null) {
    undoSub(raw, begin, end, step);
    return;
  }
  const first = Math.min(begin + step, end);
  undoUp(raw, begin, first, above);
  for (let i = first, up = above + step; i < end; i++, up++) {
    const a = raw[i - step];
    const b = raw[up];
    const c = raw[up - step];
    const towardsA = Math.abs(b - c);
    const towardsB = Math.abs(a - c);
    const towardsC = Math.abs(a + b - c - c);
    const predicted = towardsA <= towardsB && towardsA <= towardsC ? a : towardsB <= towardsC ? b : c;
    raw[i] = raw[i] + predicted;
  }
}
