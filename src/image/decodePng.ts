import { parsePng } from './parsePng.js';
import type { DecodeOptions } from './pixelBudget.js';
import type { RgbaImage } from './pixels.js';
import { scanlinesLength, unpackPng } from './unpackPng.js';

/**
 * Inflates a zlib stream, given in pieces, that must hold `exactLength` bytes. The function may
 * return more or fewer bytes, which `unpackPng` refuses, but must not use much more memory than
 * `exactLength` bytes.
 */
export type Inflate = (compressed: readonly Uint8Array[], exactLength: number) => Uint8Array;

/**
 * Decodes a PNG of any colour type, bit depth and interlacing. The platform provides `inflate`.
 * Nothing is inflated before the header has passed the pixel budget. Throws ImageError if the file
 * is damaged, cut off or too large.
 */
export function decodePng(bytes: Uint8Array, inflate: Inflate, options: DecodeOptions = {}): RgbaImage {
  const file = parsePng(bytes, options);
  return unpackPng(file, inflate(file.compressed, scanlinesLength(file.header)));
}
