import type { GrayImage } from '../image/pixels.js';

/**
 * For each cell of one axis: the cells of the source that it is made of, and the weight of each.
 */
interface Axis {
  /** [cells], the first cell of the source for each cell. */
  readonly first: Int32Array;
  /** Number of weights per cell. */
  readonly taps: number;
  /** [cells, taps], summing to 1 for each cell. */
  readonly weights: Float32Array;
  /**
   * [cells], the number of weights that count for each cell. Those after them are 0 and may be past
   * the end of the source.
   */
  readonly counts: Int32Array;
}

/**
 * The axes of pictures up to this side are cached: often millions of 28 x 28 pictures come one
 * after another.
 */
const SMALL = 64;
const smallAxes = new Map<number, Axis>();
/** A buffer for the rows of the current picture, which grows with the largest picture. */
let scratch = new Float32Array(SMALL * SMALL);

/**
 * Scales a picture to `width` x `height` pixels. An axis that shrinks is averaged by area, so that
 * thin strokes fade but never vanish. An axis that grows is interpolated linearly, so that edges
 * stay smooth. An axis that keeps its length is copied.
 */
export function resize(image: GrayImage, width: number, height: number): GrayImage {
  if (width === image.width && height === image.height) return image;
  const length = image.height * width;
  if (length > scratch.length) scratch = new Float32Array(length);
  resizeRows(image, axisOf(image.width, width), width, scratch);
  return resizeColumns(scratch, axisOf(image.height, height), width, height);
}

/** Resizes along x; writes rows [image.height, width]. */
function resizeRows(image: GrayImage, axis: Axis, width: number, rows: Float32Array): void {
  const { data } = image;
  const { first, taps, weights, counts } = axis;
  for (let y = 0, out = 0; y < image.height; y++) {
    const row = y * image.width;
    for (let x = 0; x < width; x++, out++) {
      const count = counts[x];
      let sum = 0;
      for (let tap = 0, weight = x * taps, at = row + first[x]; tap < count; tap++, weight++, at++)
        sum += weights[weight] * data[at];
      rows[out] = sum;
    }
  }
}

/** Resizes along y, from rows [height of the source, width]. */
function resizeColumns(rows: Float32Array, axis: Axis, width: number, height: number): GrayImage {
  const { first, taps, weights, counts } = axis;
  const data = new Uint8Array(width * height);
  for (let y = 0, out = 0; y < height; y++) {
    const count = counts[y];
    for (let x = 0; x < width; x++, out++) {
      let sum = 0.5; // rounds
      for (let tap = 0, at = first[y] * width + x; tap < count; tap++, at += width)
        sum += weights[y * taps + tap] * rows[at];
      data[out] = sum;
    }
  }
  return { width, height, data };
}

function axisOf(from: number, to: number): Axis {
  if (from > SMALL || to > SMALL) return to < from ? areaAxis(from, to) : linearAxis(from, to);
  const key = from * (SMALL + 1) + to;
  let axis = smallAxes.get(key);
  if (axis === undefined) {
    axis = to < from ? areaAxis(from, to) : linearAxis(from, to);
    smallAxes.set(key, axis);
  }
  return axis;
}

function areaAxis(from: number, to: number): Axis {
  const scale = from / to;
  const taps = Math.ceil(scale) + 1;
  const first = new Int32Array(to);
  const weights = new Float32Array(to * taps);
  for (let cell = 0; cell < to; cell++) {
    const begin = (cell * from) / to;
    const end = ((cell + 1) * from) / to;
    const start = Math.floor(begin);
    first[cell] = start;
    for (let tap = 0; tap < taps; tap++) {
      const covered = Math.min(end, start + tap + 1) - Math.max(begin, start + tap);
      weights[cell * taps + tap] = Math.max(0, covered) / scale;
    }
  }
  return { first, taps, weights, counts: countWeights(weights, taps) };
}

function linearAxis(from: number, to: number): Axis {
  const first = new Int32Array(to);
  const weights = new Float32Array(to * 2);
  for (let cell = 0; cell < to; cell++) {
    const centre = ((cell + 0.5) * from) / to - 0.5;
    const position = Math.min(Math.max(centre, 0), from - 1);
    const start = Math.floor(position);
    first[cell] = start;
    weights[2 * cell] = start + 1 - position;
    weights[2 * cell + 1] = position - start;
  }
  return { first, taps: 2, weights, counts: countWeights(weights, 2) };
}

function countWeights(weights: Float32Array, taps: number): Int32Array {
  return Int32Array.from({ length: weights.length / taps }, (_, cell) => {
    let count = taps;
    while (count > 1 && weights[cell * taps + count - 1] === 0) count--;
    return count;
  });
}
