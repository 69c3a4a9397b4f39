// The whole way of a number, on one screen: read as one digit -> split -> read each -> join.

import { joinDigits, type JudgedDigit } from '../digits/joinDigits.js';
import type { ReadDigit, Reading } from '../digits/reading.js';
import type { GrayImage, RgbaImage } from '../image/pixels.js';
import type { Box } from '../ink/crop.js';
import type { InkStep } from '../ink/inkStep.js';
import type { DigitRecognizer } from '../recognizer.js';
import { splitDigits } from './splitDigits.js';

/** A step of the whole picture or, in a number of several digits, of one of its digits. */
export interface ReadStep extends InkStep {
  /** Index in `Reading.digits` of the digit whose step this is; undefined for the whole picture. */
  readonly digit?: number;
}

/**
 * Receives the steps of the whole picture. If there are several digits in it, it then receives the
 * steps of each, from left to right. The images must not be changed.
 */
export type OnReadStep = (step: ReadStep) => void;

export interface NumberReading {
  readonly reading: Reading;
  /** The picture read as one digit: the same object as `reading` if there is only one. */
  readonly whole: Reading;
}

/**
 * Reads a picture of one digit, or of several side by side that do not touch. One digit is read as
 * `recognizer` reads the picture; each of several is read from its own ink. Throws as
 * `DigitRecognizer.readPixels` does.
 */
export function readNumber(recognizer: DigitRecognizer, image: RgbaImage, onStep?: OnReadStep): NumberReading {
  let drawing: GrayImage | undefined;
  let isDoubtful = false;
  const whole = recognizer.readPixels(image, (step) => {
    if (step.name === 'cut out') drawing = step.image;
    isDoubtful ||= step.isDoubtful ?? false;
    onStep?.(step);
  });
  const one = { reading: whole, whole };
  if (drawing === undefined || whole.digits.length === 0) return one;
  const parts = splitDigits(drawing);
  if (parts.length === 0) return one;

  const { box: outer } = whole.digits[0];
  const scale = outer[2] / drawing.width;
  const judged: JudgedDigit[] = [];
  const steps: ReadStep[] = [];
  for (const { box, ink } of parts) {
    const own: InkStep[] = [];
    const { digits, status } = recognizer.readPixels(onPaper(ink), (step) => own.push(step), isDoubtful);
    if (digits.length === 0) continue; // dust
    steps.push(...own.map((step) => ofDigit(judged.length, step)));
    judged.push({ status, digit: { ...digits[0], box: place(box, scale, outer) } });
  }
  if (judged.length < 2) return one;
  if (onStep !== undefined) for (const step of steps) onStep(step);
  return { reading: joinDigits(judged), whole };
}

function ofDigit(digit: number, step: InkStep): ReadStep {
  return {
    name: step.name,
    get image() {
      return step.image; // some are only made when they are looked at
    },
    box: step.box,
    digit,
  };
}

/**
 * A box in the drawing as one in the picture: the drawing is at `outer`, averaged down by `scale`.
 */
function place(box: Box, scale: number, outer: ReadDigit['box']): ReadDigit['box'] {
  const x = Math.round(outer[0] + box.left * scale);
  const y = Math.round(outer[1] + box.top * scale);
  const width = Math.min(Math.round(box.width * scale), outer[0] + outer[2] - x);
  return [x, y, width, Math.min(Math.round(box.height * scale), outer[1] + outer[3] - y)];
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
