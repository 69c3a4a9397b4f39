import type { ReadDigit, Reading } from './reading.js';

/** One digit of a number, and the status that it has on its own. */
export interface JudgedDigit {
  readonly digit: ReadDigit;
  readonly status: Reading['status'];
}

/**
 * One reading of digits that were judged one by one, at least one of them, from left to right. Its
 * status is 'read' if every digit is, 'not a digit' if none is one, and otherwise 'unsure'.
 */
export function joinDigits(judged: readonly JudgedDigit[]): Reading {
  const digits = judged.map(({ digit }) => digit);
  const isEvery = (wanted: Reading['status']): boolean => judged.every(({ status }) => status === wanted);
  return {
    text: digits.map(({ digit }) => digit ?? '?').join(''),
    confidence: digits.reduce((product, { confidence }) => product * confidence, 1),
    status: isEvery('read') ? 'read' : isEvery('not a digit') ? 'not a digit' : 'unsure',
    digits,
  };
}
