import { notesOnDark } from '../../datasets/notesOnDark.js';
import { isDark } from '../../ink/stretchDark.js';
import type { LabelledPicture } from '../../datasets/sources/source.js';
import { detectFormat } from '../../image/detectFormat.js';
import type { RgbaImage } from '../../image/pixels.js';
import { extractInk } from '../../ink/extractInk.js';
import { grayToInk } from '../../ink/grayToInk.js';
import type { Pipeline } from '../../ink/pipeline.js';
import { decodeImage } from '../pictures/decodeImage.js';
import { decodePngSync } from '../pictures/decodePngSync.js';

/** Makes network inputs of the pictures of a data set. */
export interface InputMaker {
  /**
   * The network input [784] of one picture, or null if it has no ink. Returns a promise only for
   * JPEG, whose decoder is asynchronous: a promise for each of a hundred thousand pictures would
   * take noticeable time. Throws ImageError if the picture cannot be decoded.
   */
  readonly toInput: (picture: LabelledPicture) => Uint8Array | null | Promise<Uint8Array | null>;
  /** What was done to the pictures so far, one sentence each. */
  readonly notes: () => string[];
}

export function inputMaker(pipeline: Pipeline): InputMaker {
  let scaled = 0;
  const run = (image: RgbaImage): Uint8Array | null => {
    if (isDark(image)) scaled++;
    return pipeline.run(extractInk(image));
  };
  return {
    toInput(picture) {
      if (picture.kind === 'gray')
        return pipeline.run(grayToInk({ width: picture.width, height: picture.height, data: picture.luminance }));
      return detectFormat(picture.bytes) === 'PNG'
        ? run(decodePngSync(picture.bytes))
        : decodeImage(picture.bytes).then(run);
    },
    notes: () => notesOnDark(scaled),
  };
}
