import { createRecognizer } from '../../../dist/node/index.js';
import { wilsonInterval } from '../../../dist/statistics/wilsonInterval.js';

/** @typedef {import('../../../dist/digits/reading.js').Reading} Reading */
/** @typedef {import('./cell.js').Cell} Cell */
/** @typedef {ReturnType<typeof createRecognizer>} Recognizer */

/**
 * What is read in each cell, with the probabilities of all ten digits.
 *
 * @param {import('../../../dist/node/index.js').Model} model
 * @param {readonly Cell[]} cells
 */
export function readCells(model, cells) {
  const recognizer = createRecognizer(model, { alternatives: 9, single: true });
  return cells.map(({ image }) => recognizer.readPixels(image));
}

/**
 * The figures of one set.
 *
 * @param {readonly Cell[]} cells
 * @param {readonly Reading[]} readings
 * @param {readonly string[]} labels
 */
export function score(cells, readings, labels) {
  const failures = cells.flatMap(({ place, image }, i) => {
    const { text, status, digits, confidence } = readings[i];
    if (text === labels[i]) return [];
    const likeliest = digits[0]?.digit ?? digits[0]?.alternatives[0].digit;
    return [{ place, label: labels[i], read: status === 'read' ? text : status, likeliest, confidence, image }];
  });
  const n = cells.length;
  return { n, errors: failures.length, interval: wilsonInterval(n - failures.length, n), failures };
}

/**
 * How many digits are given at a target error, and how many of them are wrong. `refused` has the
 * reason if the model's calibration cannot promise that error.
 *
 * @param {import('../../../dist/node/index.js').Model} model
 * @param {readonly Cell[]} cells
 * @param {readonly string[]} labels
 * @param {number} targetError
 */
export function scoreAt(model, cells, labels, targetError) {
  const recognizer = recognizerFor(model, targetError);
  if (typeof recognizer === 'string') return { targetError, refused: recognizer };
  const texts = cells.map(({ image }) => recognizer.readPixels(image)).map(({ status, text }) => (status === 'read' ? text : null));
  const answered = texts.filter((text) => text !== null).length;
  return { targetError, answered, wrong: texts.filter((text, i) => text !== null && text !== labels[i]).length };
}

/**
 * @param {import('../../../dist/node/index.js').Model} model
 * @param {number} targetError
 * @returns {Recognizer | string}
 */
function recognizerFor(model, targetError) {
  try {
    return createRecognizer(model, { single: true, targetError });
  } catch (error) {
    if (error instanceof RangeError) return error.message;
    throw error;
  }
}
