import type { GrayImage } from '../image/pixels.js';

/** A rectangle of pixels. */
export interface Box {
  readonly left: number;
  readonly top: number;
  readonly width: number;
  readonly height: number;
}

/** The part of a picture inside `box`, which must lie within it. */
export function crop(image: GrayImage, box: Box): GrayImage {
  const { left, top, width, height } = box;
  const data = new Uint8Array(width * height);
  for (let y = 0; y < height; y++) {
    const start = (top + y) * image.width + left;
    for (let x = 0, out = y * width; x < width; x++, out++) data[out] = image.data[start + x];
  }
  return { width, height, data };
}
