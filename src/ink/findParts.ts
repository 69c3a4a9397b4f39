import type { GrayImage } from '../image/pixels.js';
import type { Box } from './crop.js';

/** A connected part: pixels above 0 that touch each other along sides or at corners. */
export interface Part {
  readonly box: Box;
  /** Sum of the ink of the pixels that are surely ink. */
  readonly mass: number;
  /** Positions of its pixels in the picture. Valid until the next call of `findParts`. */
  readonly pixels: Int32Array;
}

// Buffers for the current picture, which grow with the largest picture. `framed` holds the ink that
// is not yet in a part, with a frame of zeros so that every pixel has all its neighbours. The other
// two hold the positions of the pixels that are in a part, in the frame and in the picture, part by
// part.
let framed = new Uint8Array(1024);
let queue = new Int32Array(1024);
let places = new Int32Array(1024);

/** Finds the parts of a picture of ink. Pixels from `certain` on, 1..255, are surely ink. */
export function findParts(picture: GrayImage, certain: number): Part[] {
  const stride = picture.width + 2;
  const size = stride * (picture.height + 2);
  frame(picture, stride, size);
  const neighbours = [-stride - 1, -stride, -stride + 1, -1, 1, stride - 1, stride, stride + 1];
  const parts: Part[] = [];
  for (let seed = stride + 1, end = 0; seed < size; seed++) {
    if (framed[seed] === 0) continue;
    const begin = end;
    let mass = framed[seed] >= certain ? framed[seed] : 0;
    framed[seed] = 0;
    queue[end++] = seed;
    for (let next = begin; next < end; next++) {
      for (let k = 0; k < 8; k++) {
        const at = queue[next] + neighbours[k];
        const ink = framed[at];
        if (ink === 0) continue;
        if (ink >= certain) mass += ink;
        framed[at] = 0;
        queue[end++] = at;
      }
    }
    parts.push({ box: unframe(begin, end, stride), mass, pixels: places.subarray(begin, end) });
  }
  return parts;
}

function frame({ width, height, data }: GrayImage, stride: number, size: number): void {
  if (framed.length < size) {
    framed = new Uint8Array(size);
    queue = new Int32Array(size);
    places = new Int32Array(size);
  }
  framed.fill(0, 0, size);
  for (let y = 0, i = 0; y < height; y++) {
    for (let x = 0, out = (y + 1) * stride + 1; x < width; x++, i++, out++) framed[out] = data[i];
  }
}

/**
 * Converts positions in the frame to positions in the picture, and returns the box that they fill.
 */
function unframe(begin: number, end: number, stride: number): Box {
  let [left, right, top, bottom] = [Infinity, -1, Infinity, -1];
  for (let n = begin; n < end; n++) {
    const y = Math.floor(queue[n] / stride) - 1;
    const x = queue[n] - (y + 1) * stride - 1;
    places[n] = y * (stride - 2) + x;
    left = Math.min(left, x);
    right = Math.max(right, x);
    top = Math.min(top, y);
    bottom = Math.max(bottom, y);
  }
  return { left, top, width: right - left + 1, height: bottom - top + 1 };
}
