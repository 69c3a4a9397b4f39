// How well a model reads single digits of people and papers that nothing here was trained on:
// exam-ids, 35 scanned pages with nine boxes each, and sudoku, the pencil digits in 40 photos of 20
// puzzles. The data lie in ../shared/data (see SOURCES.md there); without them it says so and ends.
//
//   npm run unseen -- [--model <run or model>] [--only exam-ids,sudoku] [--target-error 0.001,0.01]
//     [--failures <folder>] [--json] [--margin=-0.08,0,0.08] [--data <folder>] [--cells <folder>]
//
// Every digit is cut out of its page and read with `single: true`. The strip of boxes on a page is
// found by its lines. Each box is cut with each --margin, a share of its width and height: below 0
// within its borders, at 0 along the middle of them, above 0 around them. The ids are in no order:
// each page gets one, in the assignment of all ids to all pages that the model finds likeliest. A
// cell of a sudoku is cut by the corners of its puzzle, each corner of the cell moved by up to 10 %
// of the cell's side at random (from a seed). Each puzzle was photographed twice, so 144 digits are
// read 288 times, and their interval is narrower than for 288 others. Printed digits are counted
// apart.
//
// It prints the errors of n with the 95 % interval of the share of right answers, how many digits
// are given at each target error and how many of these are wrong, and every error. --failures
// writes the pictures of the errors. --cells writes the pictures of all cells and reads none: to
// look at the cutting without measuring a model. Nothing may be tuned on these digits, and whoever
// measures a model counts how often.
import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { deflateSync } from 'node:zlib';
import { numberOf, readOptions, refuse } from '../options.js';
import { assignIds, examCells } from './unseen/examIds.js';
import { readCells, score, scoreAt } from './unseen/score.js';
import { sudokuCells } from './unseen/sudoku.js';
import { encodePng } from '../../dist/image/encodePng.js';
import { loadModel } from '../../dist/node/index.js';
import { defaultModelUrl } from '../../dist/node/models/shippedModels.js';

/** @typedef {import('./unseen/cell.js').Cell} Cell */
/** @typedef {import('../../dist/node/index.js').Model} Model */
/** @typedef {import('../../dist/node/index.js').Reading} Reading */

const SETS = ['exam-ids', 'sudoku'];
const SHARED = fileURLToPath(new URL('../../../shared/data', import.meta.url));

const { values } = readOptions(
  import.meta.url,
  {
    options: {
      model: { type: 'string' },
      only: { type: 'string', default: SETS.join(',') },
      'target-error': { type: 'string', default: '0.001,0.01' },
      failures: { type: 'string' },
      json: { type: 'boolean', default: false },
      data: { type: 'string', default: SHARED },
      cells: { type: 'string' },
      margin: { type: 'string', default: '-0.08,0,0.08' },
    },
  },
  0,
);
const sets = values.only.split(',');
const unknown = sets.find((name) => !SETS.includes(name));
if (unknown !== undefined) refuse(import.meta.url, `--only must be among ${SETS.join(', ')}. Received '${unknown}'`);
const targets = values['target-error'].split(',').map((text) => targetOf(text));

const margins = values.margin.split(',').map((text) => marginOf(text));

const missing = sets.map((name) => join(values.data, name)).find((folder) => !existsSync(folder));
if (missing !== undefined) {
  console.log(`skipped: ${missing} is missing`);
} else if (values.cells !== undefined) {
  for (const name of sets) await writeCells(name, values.cells);
} else {
  const name = values.model ?? 'models/standard';
  const model = loadModel(values.model ?? defaultModelUrl());
  const results = [];
  if (sets.includes('exam-ids')) results.push(...measureExams(model, join(values.data, 'exam-ids')));
  if (sets.includes('sudoku')) results.push(await measureSudoku(model, join(values.data, 'sudoku')));
  if (values.failures !== undefined) {
    for (const { set, failures } of results) keep(failures, join(values.failures, set));
  }
  if (values.json) console.log(JSON.stringify({ model: name, sets: results }, withoutImages, 2));
  else for (const result of results) print(result);
}

/**
 * @param {Model} model
 * @param {string} folder
 */
function measureExams(model, folder) {
  return examCells(folder, margins).map((cells, i) => {
    const readings = readCells(model, cells);
    const ids = assignIds(folder, readings);
    const labels = ids.flatMap((id) => [...id]);
    return { ...figuresOf(model, nameOf(margins[i]), cells, readings, labels), ids };
  });
}

/**
 * @param {Model} model
 * @param {string} folder
 */
async function measureSudoku(model, folder) {
  const all = await sudokuCells(folder);
  const [cells, printed] = ['hand', 'print'].map((by) => all.filter((cell) => cell.by === by));
  const readings = readCells(model, cells);
  const labels = cells.map(({ label }) => label);
  const { n, errors } = score(
    printed,
    readCells(model, printed),
    printed.map(({ label }) => label),
  );
  return { ...figuresOf(model, 'sudoku', cells, readings, labels), print: { n, errors } };
}

/**
 * @param {Model} model
 * @param {string} set
 * @param {readonly Cell[]} cells
 * @param {readonly Reading[]} readings
 * @param {readonly string[]} labels
 */
function figuresOf(model, set, cells, readings, labels) {
  const given = targets.map((target) => scoreAt(model, cells, labels, target));
  return { set, ...score(cells, readings, labels), targets: given };
}

/** @param {number} margin */
function nameOf(margin) {
  return `exam-ids margin ${margin}`;
}

/** @param {ReturnType<typeof measureExams>[number] | Awaited<ReturnType<typeof measureSudoku>>} result */
function print(result) {
  const { set, n, errors, interval, failures } = result;
  const [low, high] = interval.map(percent);
  console.log(`${set}: ${errors} wrong of ${n}, ${percent(1 - errors / n)} right (95 % interval ${low} to ${high})`);
  for (const at of result.targets) {
    const outcome = 'refused' in at ? at.refused : `${at.answered} given (${percent(at.answered / n)}), ${at.wrong} of them wrong`;
    console.log(`  at --target-error ${at.targetError}: ${outcome}`);
  }
  if ('print' in result) console.log(`  beside them, printed: ${result.print.errors} wrong of ${result.print.n}`);
  for (const { place, label, read, likeliest, confidence } of failures) {
    const guess = read.length === 1 || likeliest === undefined ? '' : ` (${likeliest}?)`;
    console.log(`  ${place.padEnd(44)} ${label} read as ${read}${guess}, confidence ${confidence.toFixed(4)}`);
  }
}

/**
 * @param {string} set
 * @param {string} folder
 */
async function writeCells(set, folder) {
  const from = join(values.data, set);
  const lists = set === 'exam-ids' ? examCells(from, margins) : [await sudokuCells(from)];
  for (const [i, cells] of lists.entries()) {
    const to = join(folder, set === 'exam-ids' ? nameOf(margins[i]) : set);
    keep(cells, to);
    console.log(`${set}: ${cells.length} cells in ${to}`);
  }
}

/**
 * Writes pictures of cells, named after their places and what is known of them.
 *
 * @param {readonly (Cell & { label?: string, read?: string, by?: string })[]} cells
 * @param {string} folder
 */
function keep(cells, folder) {
  mkdirSync(folder, { recursive: true });
  for (const { place, image, label, read, by } of cells) {
    const words = [place, label === undefined ? '' : `is ${label}`, read === undefined ? '' : `read ${read}`, by ?? ''];
    const file = `${words.join(' ').trim().replaceAll(/[^a-z0-9_]+/gi, '-')}.png`;
    writeFileSync(join(folder, file), encodePng(image, deflateSync));
  }
}

/** @param {string} text */
function targetOf(text) {
  const value = numberOf(import.meta.url, '--target-error', text, { least: 0, most: 1, share: true });
  return value > 0 && value < 1
    ? value
    : refuse(import.meta.url, `--target-error must be above 0 and below 1. Received ${text}`);
}

/** @param {string} text */
function marginOf(text) {
  return numberOf(import.meta.url, '--margin', text, { least: -0.4, most: 0.4, share: true });
}

/**
 * @param {string} key
 * @param {unknown} value
 */
function withoutImages(key, value) {
  return key === 'image' ? undefined : value;
}

/** @param {number} share */
function percent(share) {
  return `${(100 * share).toFixed(2)} %`;
}
