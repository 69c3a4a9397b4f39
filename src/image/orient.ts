import type { Orientation } from './exifOrientation.js';
import type { RgbaImage } from './pixels.js';

/** Where the pixels of a stored picture are in the one that is shown. */
export interface Placement {
  /** The size of the picture that is shown. */
  readonly width: number;
  readonly height: number;
  /** The place of the first stored pixel, in pixels. */
  readonly origin: number;
  /** From a stored pixel to the next in its row, and to the one below it, in pixels. */
  readonly right: number;
  readonly down: number;
}

/** The placement of a stored picture of `width` x `height` pixels. */
export function placementOf(orientation: Orientation, width: number, height: number): Placement {
  const isTurned = orientation >= 5;
  const isMirrored = orientation === 2 || orientation === 3 || orientation === 7 || orientation === 8;
  const isFlipped = orientation === 3 || orientation === 4 || orientation === 6 || orientation === 7;
  const shown = isTurned ? { width: height, height: width } : { width, height };
  const [alongRow, alongColumn] = isTurned ? [height, 1] : [1, width];
  return {
    ...shown,
    origin: (isMirrored ? (width - 1) * alongRow : 0) + (isFlipped ? (height - 1) * alongColumn : 0),
    right: isMirrored ? -alongRow : alongRow,
    down: isFlipped ? -alongColumn : alongColumn,
  };
}

/** A picture as its orientation says that it is to be shown: the picture itself if that is 1. */
export function orient(image: RgbaImage, orientation: Orientation): RgbaImage {
  if (orientation === 1) return image;
  const stored = pixelsOf(image.data);
  const { origin, right, down, ...shown } = placementOf(orientation, image.width, image.height);
  const pixels = new Uint32Array(stored.length);
  for (let y = 0, from = 0; y < image.height; y++) {
    for (let x = 0, at = origin + y * down; x < image.width; x++, at += right) pixels[at] = stored[from++];
  }
  return { ...shown, data: new Uint8Array(pixels.buffer) };
}

/** One 32-bit number per pixel. */
function pixelsOf(data: RgbaImage['data']): Uint32Array {
  const { buffer, byteOffset } = data.byteOffset % 4 === 0 ? data : data.slice();
  return new Uint32Array(buffer, byteOffset, data.length / 4);
}
