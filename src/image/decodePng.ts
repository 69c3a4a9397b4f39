import { parsePng } from './parsePng.js';
import type { DecodeOptions } from './pixelBudget.js';
import type { RgbaImage } from './pixels.js';
import { scanlinesLength, unpackPng } from './unpackPng.js';

/**
 * Inflates a zlib stream, given in pieces, that must hold `exactLength` bytes. It may return more or fewer, which
 * `unpackPng` refuses, but must not spend memory on more than a little over `exactLength`.
 */
export type Inflate = (compressed: readonly Uint8Array[], exactLength: number) => Uint8Array;

/**
 * Decodes a PNG of any colour type, bit depth and interlacing. The platform gives `inflate`; nothing is inflated before the
 * header has passed the pixel budget. Throws ImageError where the file is damaged, cut off or too large.
 */
export function decodePng(bytes: Uint8Array, inflate: Inflate, options: DecodeOptions = {}): RgbaImage {
  const file = parsePng(bytes, options);
  return unpackPng(file, inflate(file.compressed, scanlinesLength(file.header)));
}
