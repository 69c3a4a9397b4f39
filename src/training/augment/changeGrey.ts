import type { ChangePlan, Rectangle } from './changePlan.js';
import { DRAW, drawBelow, drawBits } from './imageRandom.js';

/** Standard deviation of the sum of the four bytes of a random word. */
const BYTES_DEVIATION = 2 * Math.sqrt((256 * 256 - 1) / 12);

/**
 * Contrast, paper, specks and noise, in this order, on the picture [side, side] that begins in `image` at `offset`. Noise is
 * the sum of four random bytes, which is Gaussian enough.
 */
export function changeGrey(plan: ChangePlan, key: number, side: number, image: Uint8Array, offset: number): void {
  const end = offset + side * side;
  if (plan.gain !== 1) {
    const gain = Math.floor(plan.gain * 256 + 0.5);
    for (let i = offset; i < end; i++) image[i] = Math.min((image[i] * gain + 128) >> 8, 255);
  }
  coverWithPaper(plan.erased, side, image, offset);
  coverWithPaper(plan.cut, side, image, offset);
  for (let speck = 0; speck < plan.specks; speck++) {
    const at = drawBelow(key, DRAW.eachSpeck + speck * 2, side * side);
    image[offset + at] = drawBits(key, DRAW.eachSpeck + speck * 2 + 1) >>> 24;
  }
  if (plan.noise > 0) {
    const scale = Math.floor((plan.noise / BYTES_DEVIATION) * 65536 + 0.5);
    for (let i = offset; i < end; i++) {
      const bits = drawBits(key, DRAW.eachPixel + i - offset);
      const pairs = (bits & 0x00ff00ff) + ((bits >>> 8) & 0x00ff00ff);
      const sum = (pairs & 0xffff) + (pairs >>> 16) - 510;
      image[i] = Math.max(0, Math.min(image[i] + ((sum * scale + 32768) >> 16), 255));
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
