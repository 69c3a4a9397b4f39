import type { GrayImage } from '../image/pixels.js';
import type { CleanInk } from './removePaper.js';

/** A part of the drawing is kept from this share of the largest part's ink on: the bar of a 5 has more, dust has less. */
const LEAST_SHARE = 0.03;
/** Least ink of a drawing, in fully inked pixels. */
const LEAST_PIXELS = 6;
/** Parts smaller than a square of this share of the picture's longer side are dust. */
const LEAST_SIDE = 1 / 64;

/**
 * Erases what is not connected to a stroke: parts that have much less sure ink than the largest one, dust and noise. Pixels touch along sides and corners. Null where nothing is left.
 */
export function dropSpecks({ ink, certain }: CleanInk): GrayImage | null {
  const { width, height } = ink;
  const parts = findParts(ink, certain);
  let largest = 0;
  for (const part of parts) largest = Math.max(largest, part.mass);
  const least = 255 * Math.max(LEAST_PIXELS, (Math.max(width, height) * LEAST_SIDE) ** 2);
  if (largest < least) return null;
  if (parts.every((part) => part.mass >= LEAST_SHARE * largest)) return ink;

  const data = new Uint8Array(ink.data);
  for (const { mass, begin, end } of parts) {
    if (mass >= LEAST_SHARE * largest) continue;
    for (let i = begin; i < end; i++) {
      const y = Math.floor(queue[i] / (width + 2));
      data[(y - 1) * width + queue[i] - y * (width + 2) - 1] = 0;
    }
  }
  return { width, height, data };
}

/** Pixels above 0 that touch each other: `queue[begin..end)`. */
interface Part {
  readonly begin: number;
  readonly end: number;
  /** Sum of the ink of the pixels that are surely ink. */
  readonly mass: number;
}

// Of the picture in hand, larger where a larger one comes: the ink that is not yet in a part, with a frame of zeros so that
// no neighbour is off the edge, and the positions in it of the pixels that are, part after part.
let framed = new Uint8Array(1024);
let queue = new Int32Array(1024);

function findParts(ink: GrayImage, certain: number): Part[] {
  const stride = ink.width + 2;
  const size = stride * (ink.height + 2);
  frame(ink, stride, size);
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
        const value = framed[at];
        if (value === 0) continue;
        if (value >= certain) mass += value;
        framed[at] = 0;
        queue[end++] = at;
      }
    }
    parts.push({ begin, end, mass });
  }
  return parts;
}

function frame({ width, height, data }: GrayImage, stride: number, size: number): void {
  if (framed.length < size) {
    framed = new Uint8Array(size);
    queue = new Int32Array(size);
  }
  framed.fill(0, 0, size);
  for (let y = 0, i = 0; y < height; y++) {
    for (let x = 0, out = (y + 1) * stride + 1; x < width; x++, i++, out++) framed[out] = data[i];
  }
}
