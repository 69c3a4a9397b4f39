// The whole way of a picture, on one screen: decode -> ink -> network -> digits.

import { checkPixels } from './image/checkPixels.js';
import { answerProbabilities } from './digits/answerProbabilities.js';
import { judge } from './digits/judge.js';
import { promise } from './digits/promise.js';
import type { Reading } from './digits/reading.js';
import type { GrayImage, RgbaImage } from './image/pixels.js';
import type { Box } from './ink/crop.js';
import { extractInk } from './ink/extractInk.js';
import { findInk } from './ink/findInk.js';
import type { OnStep } from './ink/inkStep.js';
import { pipelines } from './ink/pipelines.js';
import type { Model } from './formats/native/modelFile.js';
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

export interface ReadOptions {
  /** Is told what the picture becomes on its way to the network, one step after the other. */
  readonly onStep?: OnStep;
}

/** Reads pictures with one model. `Source` is what the platform can decode: bytes, a Blob, in Node also a path. */
export interface Recognizer<Source> {
  /** Reads an encoded picture, or pixels. Rejects with ImageError where it cannot be decoded. */
  read(image: Source | RgbaImage, options?: ReadOptions): Promise<Reading>;
  /** Reads pixels at once. Throws TypeError or RangeError where they are not width * height * 4 bytes. */
  readPixels(image: RgbaImage, options?: ReadOptions): Reading;
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

  function readPixels(image: RgbaImage, { onStep }: ReadOptions = {}): Reading {
    checkPixels(image);
    const ink = extractInk(image);
    onStep?.({ name: 'ink', image: ink });
    let box: Box | undefined;
    const input = pipeline.run(ink, (step) => {
      box = step.box ?? box;
      onStep?.(step);
    });
    if (input === null) return { text: '', confidence: 0, status: 'no ink', digits: [] };

    const logits = network.predict(input, 1);
    const probabilities = answerProbabilities(logits, model.config);
    const { status, alternatives: others, ...answer } = judge(probabilities, { alternatives, threshold });
    box ??= findInk(ink)?.box ?? { left: 0, top: 0, ...ink };
    const digits = [{ ...answer, box: enlarge(box, ink, image), alternatives: others }];
    return { text: String(answer.digit ?? '?'), confidence: answer.confidence, status, digits };
  }

  return {
    readPixels,
    read: async (image, options) => readPixels(isPixels(image) ? image : await decode(image), options),
  };
}

/** A box in the ink as [x, y, width, height] in the picture, which was averaged down by a whole factor where it is large. */
function enlarge(box: Box, ink: GrayImage, image: RgbaImage): readonly [number, number, number, number] {
  const factor = Math.ceil(Math.max(image.width, image.height) / Math.max(ink.width, ink.height));
  const left = factor * box.left;
  const top = factor * box.top;
  const width = Math.min(image.width - left, factor * box.width);
  return [left, top, width, Math.min(image.height - top, factor * box.height)];
}

function isPixels(image: unknown): image is RgbaImage {
  return typeof image === 'object' && image !== null && 'width' in image && 'height' in image && 'data' in image;
}
