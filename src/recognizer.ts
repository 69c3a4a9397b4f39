// The whole way of a picture, on one screen: decode -> ink -> network -> digits.

import { checkPixels } from './digits/checkPixels.js';
import { answerProbabilities } from './digits/answerProbabilities.js';
import { judge } from './digits/judge.js';
import { promise } from './digits/promise.js';
import type { Reading } from './digits/reading.js';
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
  /**
   * The largest share of wrong answers, above 0 and below 1, among those that are given: what is less sure than that takes
   * is 'unsure'. Needs a calibrated model, and holds for pictures like those of its calibration.
   * @default every digit is told, however unsure
   */
  readonly targetError?: number;
}

/** Reads pictures with one model. `Source` is what the platform can decode: bytes, a Blob, in Node also a path. */
export interface Recognizer<Source> {
  /** Reads an encoded picture, or pixels. Rejects with ImageError where it cannot be decoded. */
  read(image: Source | RgbaImage): Promise<Reading>;
  /** Reads pixels at once. Throws TypeError or RangeError where they are not width * height * 4 bytes. */
  readPixels(image: RgbaImage): Reading;
}

/**
 * A recognizer for `model` that decodes with `decode`. Throws RangeError for alternatives out of range, and for a target
 * error that the model's calibration cannot promise.
 */
export function createRecognizer<Source>(
  model: Model,
  decode: (source: Source) => Promise<RgbaImage>,
  { alternatives = 2, targetError }: RecognizerOptions = {},
): Recognizer<Source> {
  if (!Number.isInteger(alternatives) || alternatives < 0 || alternatives > 9) {
    throw new RangeError(
      `createRecognizer: alternatives must be a whole number from 0 to 9. Received ${alternatives}.`,
    );
  }
  const { architecture, preprocessing, calibration } = model.config;
  const threshold = targetError === undefined ? null : promise(calibration, targetError);
  const pipeline = pipelines[preprocessing.pipeline];
  const network = createPredictor(architecture, model.tensors, { batch: 1 });

  function readPixels(image: RgbaImage): Reading {
    checkPixels(image);
    const ink = extractInk(image);
    const input = pipeline.run(ink);
    if (input === null) return { text: '', confidence: 0, status: 'no ink', digits: [] };

    const logits = network.predict(input, 1);
    const probabilities = answerProbabilities(logits, model.config);
    const { status, alternatives: others, ...answer } = judge(probabilities, { alternatives, threshold });
    const { left, top, width, height } = findInk(ink)?.box ?? { left: 0, top: 0, ...image };
    const digits = [{ ...answer, box: [left, top, width, height] as const, alternatives: others }];
    return { text: String(answer.digit ?? '?'), confidence: answer.confidence, status, digits };
  }

  return {
    readPixels,
    read: async (image) => readPixels(isPixels(image) ? image : await decode(image)),
  };
}

function isPixels(image: unknown): image is RgbaImage {
  return typeof image === 'object' && image !== null && 'width' in image && 'height' in image && 'data' in image;
}
