import type { Reading } from '../digits/reading.js';
import type { GrayImage, RgbaImage } from '../image/pixels.js';
import type { InkStep } from '../ink/inkStep.js';
import type { DigitRecognizer } from '../recognizer.js';
import { findWarnings, type Warning } from './findWarnings.js';
import { readNumber } from './readNumber.js';

/** One digit as the network saw and judged it. */
export interface SeenDigit {
  /** [10], the probability of each digit, 0..1; all 0 if there was no ink. */
  readonly probabilities: readonly number[];
  /** The drawing without paper and specks; null if there was no ink. */
  readonly cutOut: GrayImage | null;
  /** [784], what the network got; null if there was no ink. */
  readonly input: Uint8Array | null;
}

/** A reading of one picture, with all that can be shown of how it came about. */
export interface Answer {
  readonly reading: Reading;
  /** The picture as ink without paper; null if there is none. */
  readonly ink: GrayImage | null;
  /** From left to right, as many as `reading.digits`; one without input if there is no ink. */
  readonly seen: readonly SeenDigit[];
  readonly warnings: readonly Warning[];
}

type Steps = ReadonlyMap<InkStep['name'], GrayImage>;

/**
 * Reads a picture as `readNumber` does, and keeps what the network saw and what may have gone
 * wrong.
 * `recognizer` must name nine alternatives.
 */
export function answerPicture(recognizer: DigitRecognizer, picture: RgbaImage): Answer {
  const wholeSteps = new Map<InkStep['name'], GrayImage>();
  const digitSteps: Map<InkStep['name'], GrayImage>[] = [];
  const { reading, whole } = readNumber(recognizer, picture, (step) => {
    const steps = step.digit === undefined ? wholeSteps : (digitSteps[step.digit] ??= new Map());
    // The last step of each name, but the first without paper, which is the whole picture. The sure
    // ink is not shown, and only made if its image is looked at.
    if (step.name === 'sure ink' || (step.name === 'paper removed' && steps.has('paper removed'))) return;
    steps.set(step.name, step.image);
  });
  const stepsOf = (index: number): Steps => digitSteps.at(index) ?? wholeSteps;
  const seen =
    reading.digits.length === 0
      ? [seenDigit(null, wholeSteps)]
      : reading.digits.map((digit, i) => seenDigit(digit, stepsOf(i)));
  const ink = wholeSteps.get('ink');
  const cutOut = wholeSteps.get('cut out');
  const box = whole.digits.at(0)?.box;
  const isShown = ink !== undefined && cutOut !== undefined && box !== undefined;
  return {
    reading,
    seen,
    warnings: isShown ? findWarnings({ picture, reading, ink, cutOut, box }) : [],
    ink: copy(wholeSteps.get('paper removed')),
  };
}

function seenDigit(digit: Reading['digits'][number] | null, steps: Steps): SeenDigit {
  const probabilities = new Array<number>(10).fill(0);
  if (digit !== null) {
    if (digit.digit !== null) probabilities[digit.digit] = digit.confidence;
    for (const other of digit.alternatives) probabilities[other.digit] = other.confidence;
  }
  const input = digit === null ? undefined : steps.get('input');
  return { probabilities, cutOut: copy(steps.get('cut out')), input: input?.data.slice() ?? null };
}

function copy(image: GrayImage | undefined): GrayImage | null {
  return image === undefined ? null : { ...image, data: image.data.slice() };
}
