import type { Reading } from '../digits/reading.js';
import type { DecodeOptions } from '../image/pixelBudget.js';
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
  /**
   * The most pixels, width * height, that an encoded picture may have. More memory is needed for
   * more of them, except for a large JPEG, which is decoded at a reduced size.
   * @default 24_000_000, and 220_000_000 for a JPEG
   */
  readonly maxPixels?: number | undefined;
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
  decode: (source: Source, options: DecodeOptions) => Promise<RgbaImage>,
  { single: isSingle = false, ...options }: RecognizerOptions = {},
): Recognizer<Source> {
  const recognizer = createDigitRecognizer(model, options);

  function readPixels(image: RgbaImage, { single = isSingle, onStep }: ReadOptions = {}): Reading {
    return single ? recognizer.readPixels(image, onStep) : readNumber(recognizer, image, onStep).reading;
  }

  return {
    readPixels,
    async read(image, options) {
      if (isPixels(image)) return readPixels(image, options);
      return readPixels(await decode(image, decodeOptions(options?.maxPixels)), options);
    },
  };
}

function decodeOptions(maxPixels: number | undefined): DecodeOptions {
  if (maxPixels !== undefined && !(maxPixels >= 1)) {
    throw new RangeError(`read: maxPixels must be a number from 1. Received ${String(maxPixels)}.`);
  }
  return { maxPixels, limitName: 'the option maxPixels of read' };
}

function isPixels(image: unknown): image is RgbaImage {
  return typeof image === 'object' && image !== null && 'width' in image && 'height' in image && 'data' in image;
}
