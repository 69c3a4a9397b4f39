/**
 * The same as `ImageData` in a browser: `data` is RGBA, four bytes per pixel, row by row from the
 * top left.
 */
export interface RgbaImage {
  readonly width: number;
  readonly height: number;
  /** [height, width, 4], 0..255, alpha not premultiplied. */
  readonly data: Uint8Array | Uint8ClampedArray;
  /** The size of the picture, if these are the pixels of a smaller copy: boxes then refer to it. */
  readonly full?: { readonly width: number; readonly height: number };
}

/** One byte per pixel. In this project a gray image holds ink: 0 = paper, 255 = full ink. */
export interface GrayImage {
  readonly width: number;
  readonly height: number;
  /** [height, width], 0 = paper, 255 = ink. */
  readonly data: Uint8Array;
}
