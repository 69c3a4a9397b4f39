import type { ReadDigit, Reading } from '../digits/reading.js';
import type { GrayImage, RgbaImage } from '../image/pixels.js';
import type { InkStep } from '../ink/inkStep.js';
import type { Recognizer } from '../recognizer.js';
import type { Answer, SeenDigit } from './answer.js';
import { findWarnings } from './findWarnings.js';
import { splitDigits } from './splitDigits.js';

type Reader = Pick<Recognizer<unknown>, 'readPixels'>;

/**
 * Reads a picture of one digit, or of several side by side. One digit is read as `readPixels` reads the picture; several are
 * each read from their own ink. `recognizer` must name nine alternatives.
 */
export function readNumber(recognizer: Reader, picture: RgbaImage): Answer {
  const { reading, steps } = readWithSteps(recognizer, picture);
  const ink = steps.get('ink');
  const cutOut = steps.get('cut out');
  const answer = (all: Pick<Answer, 'reading' | 'seen' | 'warnings'>): Answer => ({
    ...all,
    ink: copy(steps.get('paper removed')),
  });
  if (ink === undefined || cutOut === undefined || reading.digits.length === 0) {
    return answer({ reading, seen: [seenDigit(reading, steps)], warnings: [] });
  }
  const { box } = reading.digits[0];
  const digits = splitDigits(cutOut);
  const readings = digits.length < 2 ? [] : digits.map((digit) => readWithSteps(recognizer, onPaper(digit.ink)));
  const legible = readings.filter((one) => one.reading.digits.length > 0);
  if (legible.length < 2) {
    const warnings = findWarnings({ picture, reading, ink, cutOut, box });
    return answer({ reading, seen: [seenDigit(reading, steps)], warnings });
  }
  const scale = box[2] / cutOut.width;
  const boxes = digits.map(
    ({ box: { left, top, width, height } }): ReadDigit['box'] =>
      [
        ...[Math.round(box[0] + left * scale), Math.round(box[1] + top * scale)],
        ...[Math.round(width * scale), Math.round(height * scale)],
      ] as [number, number, number, number],
  );
  const number = joinReadings(
    readings.flatMap((one, i) => (one.reading.digits.length > 0 ? [{ ...one.reading, box: boxes[i] }] : [])),
  );
  return answer({
    reading: number,
    seen: legible.map((one) => seenDigit(one.reading, one.steps)),
    warnings: findWarnings({ picture, reading: number, ink, cutOut, box }),
  });
}

/** The picture's last step of each name but of 'paper removed', whose first is the whole picture. */
function readWithSteps(recognizer: Reader, picture: RgbaImage) {
  const steps = new Map<InkStep['name'], GrayImage>();
  const reading = recognizer.readPixels(picture, {
    onStep(step) {
      if (step.name === 'sure ink' || (step.name === 'paper removed' && steps.has('paper removed'))) return;
      steps.set(step.name, step.image);
    },
  });
  return { reading, steps };
}

function seenDigit(reading: Reading, steps: ReadonlyMap<InkStep['name'], GrayImage>): SeenDigit {
  const probabilities = new Array<number>(10).fill(0);
  const digit = reading.digits.at(0);
  if (digit !== undefined) {
    if (digit.digit !== null) probabilities[digit.digit] = digit.confidence;
    for (const other of digit.alternatives) probabilities[other.digit] = other.confidence;
  }
  const input = digit === undefined ? undefined : steps.get('input');
  return { probabilities, cutOut: copy(steps.get('cut out')), input: input === undefined ? null : input.data.slice() };
}

/** Readings of single digits, from left to right, as one. */
function joinReadings(readings: readonly (Reading & Pick<ReadDigit, 'box'>)[]): Reading {
  const digits = readings.map(({ digits: [digit], box }) => ({ ...digit, box }));
  const all = readings.map(({ status }) => status);
  const status = all.every((one) => one === 'read')
    ? 'read'
    : all.every((one) => one === 'not a digit')
      ? 'not a digit'
      : 'unsure';
  return {
    text: digits.map(({ digit }) => digit ?? '?').join(''),
    confidence: digits.reduce((product, { confidence }) => product * confidence, 1),
    ...{ status, digits },
  };
}

/** Ink, 255 = full, as black on white with a margin as wide as a quarter of its longer side. */
function onPaper({ width, height, data }: GrayImage): RgbaImage {
  const margin = Math.ceil(Math.max(width, height) / 4);
  const paper = { width: width + 2 * margin, height: height + 2 * margin };
  const pixels = new Uint8ClampedArray(paper.width * paper.height * 4).fill(255);
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      const at = 4 * ((y + margin) * paper.width + x + margin);
      pixels.fill(255 - data[y * width + x], at, at + 3);
    }
  }
  return { ...paper, data: pixels };
}

function copy(image: GrayImage | undefined): GrayImage | null {
  return image === undefined ? null : { ...image, data: image.data.slice() };
}
