import type { ChangePlan, Rectangle } from './changePlan.js';
import { DRAW, drawBelow, drawBits } from './imageRandom.js';

/**
 * Length of the precomputed Gaussian noise. Each value is the sum of eight random bytes; each row
 * of a picture begins at another place in it.
 */
const NOISE_LENGTH = 8192;
/** Standard deviation of such a sum. */
const NOISE_DEVIATION = Math.sqrt((8 * (256 * 256 - 1)) / 12);

/** The noise that `changeGrey` takes, [NOISE_LENGTH], with mean 0. It is the same on every call. */
export function createNoise(): Int16Array {
  return Int16Array.from({ length: NOISE_LENGTH }, (_, i) => byteSum(drawBits(i, 0)) + byteSum(drawBits(i, 1)) - 1020);
}

function byteSum(word: number): number {
  return (word & 255) + ((word >>> 8) & 255) + ((word >>> 16) & 255) + (word >>> 24);
}

/**
 * Applies contrast, rectangles of paper, specks and noise, in this order, to the picture
 * [side, side] that begins in `image` at `offset`.
 */
export function changeGrey(
  plan: ChangePlan,
  key: number,
  noise: Int16Array,
  side: number,
  image: Uint8Array,
  offset: number,
): void {
  const end = offset + side * side;
  if (plan.gain !== 1) {
    const gain = Math.floor(plan.gain * 256 + 0.5);
    for (let i = offset; i < end; i++) image[i] = clampToByte((Math.imul(image[i], gain) + 128) >> 8);
  }
  coverWithPaper(plan.erased, side, image, offset);
  coverWithPaper(plan.cut, side, image, offset);
  for (let speck = 0; speck < plan.specks; speck++) {
    const at = drawBelow(key, DRAW.eachSpeck + speck * 2, side * side);
    image[offset + at] = drawBits(key, DRAW.eachSpeck + speck * 2 + 1) >>> 24;
  }
  if (plan.noise > 0) {
    const scale = Math.floor((plan.noise / NOISE_DEVIATION) * 65536 + 0.5);
    for (let row = 0; row < side; row++) {
      const start = offset + row * side;
      const shift = drawBelow(key, DRAW.eachRow + row, NOISE_LENGTH - side) - start;
      for (let i = start; i < start + side; i++) {
        image[i] = clampToByte(image[i] + ((Math.imul(noise[i + shift], scale) + 32768) >> 16));
      }
    }
  }
}

function coverWithPaper(rectangle: Rectangle, side: number, image: Uint8Array, offset: number): void {
  const { left, top, width, height } = rectangle;
  for (let row = top; row < top + height; row++) {
    const start = offset + row * side + left;
    image.fill(0, start, start + width);
  }
}

/**
 * The nearest of 0..255, without a branch: noise on paper has a random sign, which no processor can
 * predict.
 */
function clampToByte(value: number): number {
  return (value | ((255 - value) >> 31)) & ~(value >> 31) & 255;
}
