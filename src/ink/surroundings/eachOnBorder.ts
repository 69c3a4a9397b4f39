import type { GrayImage } from '../../image/pixels.js';

/** Calls `visit` once for each pixel at the border of a picture. */
export function eachOnBorder(
  { width, height }: Pick<GrayImage, 'width' | 'height'>,
  visit: (x: number, y: number) => void,
): void {
  for (let y = 0; y < height; y++) {
    const step = y === 0 || y === height - 1 ? 1 : Math.max(1, width - 1);
    for (let x = 0; x < width; x += step) visit(x, y);
  }
}
