import { baseName } from './dataFile.js';

/** The note about pictures that were turned back. */
export const TURNED_BACK = 'The file names say EMNIST, whose pictures are stored transposed: they were turned back.';

/** What EMNIST's files are called that hold other classes than digits. */
export const EMNIST_DIGITS = 'In EMNIST, only the files named emnist-digits-* and emnist-mnist-* hold digits only.';

/**
 * Whether the pictures of a file are stored column by column, as those of EMNIST are (Cohen et al.
 * 2017, arXiv:1702.05373), in its IDX files and in its CSV files. Detected by name only.
 */
export function isTransposed(path: string): boolean {
  return /(?:^|[^a-z])emnist/i.test(baseName(path));
}

/** Exchanges rows and columns: [height, width] becomes [width, height]. */
export function transpose(pixels: Uint8Array, height: number, width: number): Uint8Array {
  const turned = new Uint8Array(pixels.length);
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) turned[x * height + y] = pixels[y * width + x];
  }
  return turned;
}
