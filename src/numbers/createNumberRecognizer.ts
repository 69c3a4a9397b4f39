import type { Reading } from '../digits/reading.js';
import type { RgbaImage } from '../image/pixels.js';
import type { Model } from '../formats/native/modelFile.js';
import { createDigitRecognizer, type DigitOptions } from '../recognizer.js';
import { readNumber, type OnReadStep } from './readNumber.js';

export interface RecognizerOptions extends DigitOptions {
  /**
   * Whether every picture is read as one digit, even if it looks like several.
   * @default false
   */
  readonly single?: boolean | undefined;
}

export interface ReadOptions {
  /**
   * Whether this picture is read as one digit, even if it looks like several.
   * @default the recognizer's `single`
   */
  readonly single?: boolean | undefined;
  /** Receives what the picture becomes on its way to the network, one step after the other. */
  readonly onStep?: OnReadStep | undefined;
}

/**
 * Reads pictures with one model: a digit, or a number of digits side by side that do not touch.
 * `Source` is what the platform can decode: bytes, a Blob, in Node also a path.
 */
export interface Recognizer<Source> {
  /** Reads an encoded picture, or pixels. Rejects with ImageError if it cannot be decoded. */
  read(image: Source | RgbaImage, options?: ReadOptions): Promise<Reading>;
  /**
   * Reads pixels at once. Throws TypeError or RangeError if they are not width * height * 4 bytes.
   */
  readPixels(image: RgbaImage, options?: ReadOptions): Reading;
}

/**
 * A recognizer for `model` that decodes with `decode`. Throws RangeError for alternatives out of
 * range, and for a target error that the model's calibration cannot promise.
 */
export function createNumberRecognizer<Source>(
  model: Model,
  decode: (source: Source) => Promise<RgbaImage>,
  { single: isSingle = false, ...options }: RecognizerOptions = {},
): Recognizer<Source> {
  const recognizer = createDigitRecognizer(model, options);

  function readPixels(image: RgbaImage, { single = isSingle, onStep }: ReadOptions = {}): Reading {
    return single ? recognizer.readPixels(image, onStep) : readNumber(recognizer, image, onStep).reading;
  }

  return {
    readPixels,
    read: async (image, options) => readPixels(isPixels(image) ? image : await decode(image), options),
  };
}

function isPixels(image: unknown): image is RgbaImage {
  return typeof image === 'object' && image !== null && 'width' in image && 'height' in image && 'data' in image;
}
