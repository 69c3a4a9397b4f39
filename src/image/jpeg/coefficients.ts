import type { Component, Frame } from './frame.js';

/** How many samples of each block's row and column are kept: 8 is the whole picture. */
export type Kept = 1 | 2 | 4 | 8;

/** The place in a block, row by row, of each coefficient in the order of the file. */
// prettier-ignore
const ZIGZAG = [
  0, 1, 8, 16, 9, 2, 3, 10, 17, 24, 32, 25, 18, 11, 4, 5, 12, 19, 26, 33, 40, 48, 41, 34, 27, 20, 13, 6, 7, 14, 21, 28,
  35, 42, 49, 56, 57, 50, 43, 36, 29, 22, 15, 23, 30, 37, 44, 51, 58, 59, 52, 45, 38, 31, 39, 46, 53, 60, 61, 54, 47, 55,
  62, 63,
];

/**
 * Where each coefficient, in the order of the file, is stored in a block of `kept` x `kept`; -1 if
 * it is not, because its frequency is too high.
 */
export function placesOf(kept: Kept): Int8Array {
  return Int8Array.from(ZIGZAG, (at) => {
    const [row, column] = [at >> 3, at & 7];
    return row < kept && column < kept ? row * kept + column : -1;
  });
}

/** The coefficients of one component, as far as they are kept. */
export interface Coefficients {
  readonly component: Component;
  /** [blocks, kept * kept], not yet multiplied by the quantisation table. */
  readonly values: Int16Array;
  /**
   * [blocks, 2], in a progressive picture: the bits of the coefficients, in the order of the file,
   * that are not zero. Refining needs them for those that are not kept, too.
   */
  readonly nonzero: Uint32Array;
}

/** Room for the coefficients of each component. */
export function createCoefficients({ components, isProgressive }: Frame, kept: Kept): Coefficients[] {
  return components.map((component) => ({
    component,
    values: new Int16Array(component.blocks * kept * kept),
    nonzero: new Uint32Array(needsNonzero(isProgressive, kept) ? 2 * component.blocks : 0),
  }));
}

/** The bytes of these coefficients and of the pixels that are made of them. */
export function bytesNeeded({ components, isProgressive, width, height }: Frame, kept: Kept): number {
  const perBlock = 2 * kept * kept + (needsNonzero(isProgressive, kept) ? 8 : 0);
  const blocks = components.reduce((sum, component) => sum + component.blocks, 0);
  return blocks * perBlock + 4 * Math.ceil((width * kept) / 8) * Math.ceil((height * kept) / 8);
}

/** With one sample per block, scans of other frequencies are skipped as a whole. */
function needsNonzero(isProgressive: boolean, kept: Kept): boolean {
  return isProgressive && kept > 1;
}
