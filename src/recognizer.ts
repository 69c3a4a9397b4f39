// The whole way of one digit, on one screen: pixels -> ink -> network -> digit. Reading several
// digits is in numbers/, which builds on this.

import { checkPixels } from './image/checkPixels.js';
import { answerProbabilities } from './digits/answerProbabilities.js';
import { joinDigits } from './digits/joinDigits.js';
import { judge } from './digits/judge.js';
import { thresholdFor } from './digits/thresholdFor.js';
import type { ReadDigit, Reading } from './digits/reading.js';
import type { GrayImage, RgbaImage } from './image/pixels.js';
import type { Box } from './ink/crop.js';
import { extractInk } from './ink/extractInk.js';
import { findInk } from './ink/findInk.js';
import type { OnStep } from './ink/inkStep.js';
import { pipelines } from './ink/pipelines.js';
import type { Model } from './formats/native/modelFile.js';
import { createPredictor } from './network/predictor.js';

export interface DigitOptions {
  /**
   * How many other digits each answer names, 0 to 9.
   * @default 2
   */
  readonly alternatives?: number | undefined;
  /**
   * The largest share of wrong answers, above 0 and below 1, among the digits that are given. A
   * digit with too little confidence for that is 'unsure'. Needs a calibrated model, and holds for
   * pictures like those of its calibration.
   * @default every digit is given, however unsure
   */
  readonly targetError?: number | undefined;
}

/** Reads pictures of one digit with one model. */
export interface DigitRecognizer {
  /**
   * Reads pixels as one digit; `onStep` receives what they become on their way to the network.
   * `isDoubtful` says that they were cut out of a picture of which it is not known what is ink.
   * Throws TypeError or RangeError if they are not width * height * 4 bytes.
   */
  readPixels(image: RgbaImage, onStep?: OnStep, isDoubtful?: boolean): Reading;
}

/**
 * A recognizer of single digits with `model`. Throws RangeError for alternatives out of range, and
 * for a target error that the model's calibration cannot promise.
 */
export function createDigitRecognizer(
  model: Model,
  { alternatives = 2, targetError }: DigitOptions = {},
): DigitRecognizer {
  if (!Number.isInteger(alternatives) || alternatives < 0 || alternatives > 9) {
    throw new RangeError(
      `createRecognizer: alternatives must be a whole number from 0 to 9. Received ${alternatives}.`,
    );
  }
  const { architecture, preprocessing, calibration } = model.config;
  const threshold = targetError === undefined ? null : thresholdFor(calibration, targetError);
  const pipeline = pipelines[preprocessing.pipeline];
  const network = createPredictor(architecture, model.tensors, { batch: 1 });

  return {
    readPixels(image, onStep, isDoubtful = false) {
      checkPixels(image);
      const ink = extractInk(image);
      onStep?.({ name: 'ink', image: ink, isDoubtful: ink.isDoubtful });
      let box: Box | undefined;
      const input = pipeline.run(ink, (step) => {
        box = step.box ?? box;
        onStep?.(step);
      });
      if (input === null) return { text: '', confidence: 0, status: 'no ink', digits: [] };

      const logits = network.predict(input, 1);
      const probabilities = answerProbabilities(logits, model.config);
      const {
        status,
        alternatives: others,
        ...answer
      } = judge(probabilities, {
        alternatives,
        threshold,
        isDoubtful: isDoubtful || ink.isDoubtful,
      });
      box ??= findInk(ink)?.box ?? { left: 0, top: 0, ...ink };
      const digit: ReadDigit = { ...answer, box: enlarge(box, ink, image), alternatives: others };
      return joinDigits([{ digit, status }]);
    },
  };
}

/**
 * A box in the ink as [x, y, width, height] in the picture. Large pictures were decoded smaller and
 * averaged down, each by a whole factor.
 */
function enlarge(box: Box, ink: GrayImage, image: RgbaImage): readonly [number, number, number, number] {
  const full = image.full ?? image;
  const reduced = Math.round(Math.max(full.width, full.height) / Math.max(image.width, image.height));
  const factor = reduced * Math.ceil(Math.max(image.width, image.height) / Math.max(ink.width, ink.height));
  const left = factor * box.left;
  const top = factor * box.top;
  const width = Math.min(full.width - left, factor * box.width);
  return [left, top, width, Math.min(full.height - top, factor * box.height)];
}
