import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { decodePngSync } from '../../../dist/node/pictures/decodePngSync.js';
import { assign } from './assign.js';
import { cutQuad } from './cutQuad.js';
import { findStrip } from './findStrip.js';
import { perspective } from './perspective.js';

/** @typedef {import('../../../dist/digits/reading.js').Reading} Reading */
/** @typedef {import('./cell.js').Cell} Cell */

const BOXES = 9;
/** The least probability of a digit: what a model thinks impossible must not decide alone. */
const LEAST = 1e-6;

/**
 * The boxes of scanned exam pages, page by page, nine of each, cut once for each margin: [margins]
 * lists. A margin is what is cut around a box, as a share of its sides; below 0, what is left out
 * within it. The ids are in no order: see `assignIds`.
 *
 * @param {string} folder
 * @param {readonly number[]} margins
 * @returns {Cell[][]}
 */
export function examCells(folder, margins) {
  /** @type {Cell[][]} */
  const cells = margins.map(() => []);
  for (const name of pagesOf(folder)) {
    const page = decodePngSync(readFileSync(join(folder, name)));
    const place = perspective(stripOf(page, name));
    for (const [i, margin] of margins.entries()) {
      const [top, bottom] = [-margin, 1 + margin];
      for (let box = 0; box < BOXES; box++) {
        const [left, right] = [(box - margin) / BOXES, (box + 1 + margin) / BOXES];
        const image = cutQuad(page, [place(left, top), place(right, top), place(right, bottom), place(left, bottom)]);
        cells[i].push({ place: `${name.replace(/\.png$/, '')} box ${box + 1}`, image });
      }
    }
  }
  return cells;
}

/**
 * The id of each page: one each, so that the readings (with all ten digits' probabilities) are the
 * likeliest together.
 *
 * @param {string} folder
 * @param {readonly Reading[]} readings of `examCells`
 */
export function assignIds(folder, readings) {
  const ids = readFileSync(join(folder, 'ids.txt'), 'utf8').trim().split(/\s+/);
  const pages = pagesOf(folder);
  if (ids.length !== pages.length || ids.some((id) => !/^\d{9}$/.test(id))) {
    throw new Error(`${folder}/ids.txt must have ${pages.length} ids of nine digits, one per page; has ${ids.length}`);
  }
  const likeness = pages.map((_, page) => {
    const boxes = readings.slice(BOXES * page, BOXES * (page + 1));
    return ids.map((id) => boxes.reduce((sum, reading, i) => sum + logProbability(reading, Number(id[i])), 0));
  });
  return assign(likeness).map((column) => ids[column]);
}

/** @param {string} folder */
function pagesOf(folder) {
  return readdirSync(folder)
    .filter((name) => name.endsWith('.png'))
    .toSorted();
}

/**
 * @param {import('../../../dist/image/pixels.js').RgbaImage} page
 * @param {string} name
 */
function stripOf(page, name) {
  const strip = findStrip(page, BOXES);
  if (strip === null) throw new Error(`${name} must have a strip of ${BOXES} boxes; none was found`);
  return strip;
}

/**
 * @param {Reading} reading
 * @param {number} digit
 */
function logProbability({ digits: [read] }, digit) {
  if (read === undefined) return Math.log(0.1);
  const confidence =
    read.digit === digit ? read.confidence : read.alternatives.find((other) => other.digit === digit)?.confidence;
  return Math.log(Math.max(LEAST, confidence ?? 0));
}
