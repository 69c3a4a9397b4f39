import type { RgbaImage } from './pixels.js';

export interface Canvas {
  readonly width: number;
  readonly height: number;
  /** Where the picture begins, in pixels. */
  readonly left: number;
  readonly top: number;
}

/** A frame of an animation on its transparent canvas; what is outside of that is cut off. */
export function placeOnCanvas(image: RgbaImage, { width, height, left, top }: Canvas): RgbaImage {
  if (left === 0 && top === 0 && width === image.width && height === image.height) return image;
  const data = new Uint8Array(4 * width * height);
  const columns = Math.max(0, Math.min(image.width, width - left));
  const rows = columns === 0 ? 0 : Math.max(0, Math.min(image.height, height - top));
  for (let y = 0; y < rows; y++) {
    const from = 4 * y * image.width;
    data.set(image.data.subarray(from, from + 4 * columns), 4 * ((top + y) * width + left));
  }
  return { width, height, data };
}
