import type { GrayImage } from '../image/pixels.js';

/** A picture with `margin` more pixels on every side, each like the nearest one of the border. */
export function extend(image: GrayImage, margin: number): GrayImage {
  const width = image.width + 2 * margin;
  const height = image.height + 2 * margin;
  const data = new Uint8Array(width * height);
  for (let y = 0, i = 0; y < height; y++) {
    const row = Math.min(Math.max(y - margin, 0), image.height - 1) * image.width;
    for (let x = 0; x < width; x++, i++) data[i] = image.data[row + Math.min(Math.max(x - margin, 0), image.width - 1)];
  }
  return { width, height, data };
}
