import type { GrayImage } from '../image/pixels.js';

/** For each cell of one axis: the cells of the source that it is made of, and how much of each. */
interface Axis {
  readonly length: number;
  /** [length], the first cell of the source. */
  readonly first: Int32Array;
  /** Weights a cell; those past the end of the source are 0. */
  readonly taps: number;
  /** [length, taps], summing to 1 for each cell. */
  readonly weights: Float32Array;
}

/**
 * Scales a picture to `width` x `height` pixels. An axis that shrinks is averaged by area, so that thin strokes fade but
 * never vanish; one that grows is interpolated linearly, so that edges stay smooth; one that stays is copied.
 */
export function resize(image: GrayImage, width: number, height: number): GrayImage {
  if (width === image.width && height === image.height) return image;
  const across = axis(image.width, width);
  const down = axis(image.height, height);
  const rows = new Float32Array(image.height * width);
  for (let y = 0, out = 0; y < image.height; y++) {
    const row = y * image.width;
    for (let x = 0; x < width; x++, out++) {
      const first = row + across.first[x];
      let sum = 0;
      for (let tap = 0, weight = x * across.taps; tap < across.taps; tap++, weight++) {
        sum += across.weights[weight] * (image.data[first + tap] ?? 0);
      }
      rows[out] = sum;
    }
  }
  const data = new Uint8Array(width * height);
  for (let y = 0, out = 0; y < height; y++) {
    const first = down.first[y] * width;
    for (let x = 0; x < width; x++, out++) {
      let sum = 0.5; // rounds
      for (let tap = 0, at = first + x, weight = y * down.taps; tap < down.taps; tap++, at += width, weight++) {
        sum += down.weights[weight] * (rows[at] ?? 0);
      }
      data[out] = sum;
    }
  }
  return { width, height, data };
}

function axis(from: number, to: number): Axis {
  return to < from ? areaAxis(from, to) : linearAxis(from, to);
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
  return { length: to, first, taps, weights };
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
  return { length: to, first, taps: 2, weights };
}
