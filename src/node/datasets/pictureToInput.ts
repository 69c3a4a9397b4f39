import { detectFormat } from '../../image/detectFormat.js';
import type { RgbaImage } from '../../image/pixels.js';
import { extractInk } from '../../ink/extractInk.js';
import { grayToInk } from '../../ink/grayToInk.js';
import type { Pipeline } from '../../ink/pipeline.js';
import { decodeImage } from '../pictures/decodeImage.js';
import { decodePngSync } from '../pictures/decodePngSync.js';
import type { LabelledPicture } from './source.js';

/**
 * The network input [784] of one picture, or null if it has no ink. Returns a promise only for
 * JPEG, whose decoder is asynchronous: a promise for each of a hundred thousand pictures would take
 * noticeable time. Throws ImageError if the picture cannot be decoded.
 */
export function pictureToInput(
  picture: LabelledPicture,
  pipeline: Pipeline,
): Uint8Array | null | Promise<Uint8Array | null> {
  if (picture.kind === 'gray')
    return pipeline.run(grayToInk({ width: picture.width, height: picture.height, data: picture.luminance }));
  const run = (image: RgbaImage): Uint8Array | null => pipeline.run(extractInk(image));
  return detectFormat(picture.bytes) === 'PNG'
    ? run(decodePngSync(picture.bytes))
    : decodeImage(picture.bytes).then(run);
}
