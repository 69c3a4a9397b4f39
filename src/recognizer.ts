// The whole way of a picture, on one screen: decode -> ink -> network -> digits.

import { checkPixels } from './digits/checkPixels.js';
import { rankDigits } from './digits/rankDigits.js';
import type { ReadDigit, Reading } from './digits/reading.js';
import { softmax } from './digits/softmax.js';
import type { RgbaImage } from './image/pixels.js';
import { extractInk } from './ink/extractInk.js';
import { findInk } from './ink/findInk.js';
import { pipelines } from './ink/pipelines.js';
import type { Model } from './network/modelFile.js';
import { createPredictor } from './network/predictor.js';

export interface RecognizerOptions {
  /**
   * How many other digits each answer names, 0 to 9.
   * @default 2
   */
  readonly alternatives?: number;
}

/** Reads pictures with one model. `Source` is what the platform can decode: bytes, a Blob, in Node also a path. */
export interface Recognizer<Source> {
  /** Reads an encoded picture, or pixels. Rejects with ImageError where it cannot be decoded. */
  read(image: Source | RgbaImage): Promise<Reading>;
  /** Reads pixels at once. Throws TypeError or RangeError where they are not width * height * 4 bytes. */
  readPixels(image: RgbaImage): Reading;
}

/** A recognizer for `model` that decodes with `decode`. Throws RangeError for alternatives out of range. */
export function createRecognizer<Source>(
  model: Model,
  decode: (source: Source) => Promise<RgbaImage>,
  { alternatives = 2 }: RecognizerOptions = {},
): Recognizer<Source> {
  if (!Number.isInteger(alternatives) || alternatives < 0 || alternatives > 9) {
    throw new RangeError(
      `createRecognizer: alternatives must be a whole number from 0 to 9. Received ${alternatives}.`,
    );
  }
  const { architecture, preprocessing, temperature } = model.config;
  const pipeline = pipelines[preprocessing.pipeline];
  const network = createPredictor(architecture, model.tensors, { batch: 1 });

  function readPixels(image: RgbaImage): Reading {
    checkPixels(image);
    const ink = extractInk(image);
    const input = pipeline.run(ink);
    if (input === null) return { text: '', confidence: 0, status: 'no ink', digits: [] };

    const logits = network.predict(input, 1);
    const [best, ...others] = rankDigits(softmax(logits, temperature));
    const { left, top, width, height } = findInk(ink)?.box ?? { left: 0, top: 0, ...image };
    const digit: ReadDigit = { ...best, box: [left, top, width, height], alternatives: others.slice(0, alternatives) };
    return { text: String(best.digit), confidence: best.confidence, status: 'read', digits: [digit] };
  }

  return {
    readPixels,
    read: async (image) => readPixels(isPixels(image) ? image : await decode(image)),
  };
}

function isPixels(image: unknown): image is RgbaImage {
  return typeof image === 'object' && image !== null && 'width' in image && 'height' in image && 'data' in image;
}
