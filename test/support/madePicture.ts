import type { GrayImage, RgbaImage } from '../../src/image/pixels.js';
import { resize } from '../../src/ink/resize.js';
import { createRandom } from '../../src/random.js';

/** How a digit is put into a larger picture. */
export interface Scene {
  readonly width: number;
  readonly height: number;
  /**
   * The left and top edge of the digit's frame, which is 28 x 28 before it is scaled, and its side
   * after that.
   */
  readonly left: number;
  readonly top: number;
  readonly side: number;
  /** Luminance of paper and ink, 0..255. */
  readonly paper: number;
  readonly ink: number;
  /** Standard deviation of the noise, in units of luminance. @default 0 */
  readonly noise?: number;
  /** Share of the light that is lost from the top left to the bottom right. @default 0 */
  readonly shadow?: number;
  readonly seed?: number;
}

/** An opaque gray picture of a digit [28 * 28] in a scene. */
export function paintScene(digit: Uint8Array, scene: Scene): RgbaImage {
  const { width, height, left, top, side, paper, ink, noise = 0, shadow = 0, seed = 1 } = scene;
  const stamp = resize({ width: 28, height: 28, data: digit }, side, side).data;
  const random = createRandom(seed);
  // Box & Muller 1958
  const normal = () => Math.sqrt(-2 * Math.log(1 - random.uniform())) * Math.cos(2 * Math.PI * random.uniform());
  const data = new Uint8Array(width * height);
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      const inside = x >= left && x < left + side && y >= top && y < top + side;
      const share = inside ? stamp[(y - top) * side + (x - left)] / 255 : 0;
      const light = 1 - (shadow * (x / width + y / height)) / 2;
      const value = (paper + (ink - paper) * share) * light + (noise === 0 ? 0 : noise * normal());
      data[y * width + x] = Math.min(255, Math.max(0, Math.round(value)));
    }
  }
  return opaque({ width, height, data });
}

/** The picture with luminance `gray`, all opaque. */
export function opaque({ width, height, data }: GrayImage): RgbaImage {
  const rgba = new Uint8Array(width * height * 4);
  data.forEach((value, i) => {
    rgba.set([value, value, value, 255], 4 * i);
  });
  return { width, height, data: rgba };
}

/** The same drawing in the alpha channel: black, alpha = 255 - luminance. */
export function inAlpha({ width, height, data }: GrayImage): RgbaImage {
  const rgba = new Uint8Array(width * height * 4);
  data.forEach((value, i) => {
    rgba[4 * i + 3] = 255 - value;
  });
  return { width, height, data: rgba };
}
