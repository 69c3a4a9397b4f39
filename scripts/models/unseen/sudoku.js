import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { decodeImage } from '../../../dist/node/pictures/decodeImage.js';
import { createRandom } from '../../../dist/random.js';
import { cutQuad } from './cutQuad.js';
import { perspective } from './perspective.js';

/** @typedef {import('./cell.js').Cell} Cell */
/** @typedef {import('./perspective.js').Point} Point */

/** How far each corner of a cell is moved at most, both ways, as a share of the cell's sides. */
const JITTER = 0.1;
const SEED = 1;

/**
 * The cells with one digit, photo by photo, in the order of cells.csv; `by` says whether the digit
 * is written by 'hand' or 'print'. Each corner of a cell is moved at random, from a seed.
 *
 * @param {string} folder
 * @returns {Promise<(Cell & { label: string, by: string })[]>}
 */
export async function sudokuCells(folder) {
  const contents = readTable(join(folder, 'cells.csv')).filter(({ content }) => /^[0-9]$/.test(content));
  const cells = [];
  for (const [index, photo] of readTable(join(folder, 'corners.csv')).entries()) {
    const image = await decodeImage(readFileSync(join(folder, 'photos', photo.photo)));
    /** @type {(corner: string) => Point} */
    const corner = (name) => [image.width * Number(photo[`x_${name}`]), image.height * Number(photo[`y_${name}`])];
    const place = perspective([corner('topleft'), corner('topright'), corner('bottomright'), corner('bottomleft')]);
    for (const { row, column, content, by } of contents.filter(({ puzzle }) => puzzle === photo.puzzle)) {
      const random = createRandom(SEED, index, Number(row), Number(column));
      const moved = () => JITTER * (2 * random.uniform() - 1);
      /** @type {(right: number, down: number) => Point} */
      const at = (right, down) =>
        place((Number(column) - 1 + right + moved()) / 9, (Number(row) - 1 + down + moved()) / 9);
      const cut = cutQuad(image, [at(0, 0), at(1, 0), at(1, 1), at(0, 1)]);
      const name = photo.photo.replace(/\.\w+$/, '');
      cells.push({ place: `${name} row ${row} column ${column}`, image: cut, label: content, by });
    }
  }
  return cells;
}

/**
 * The rows of a table without quotes, by the names in its first line.
 *
 * @param {string} file
 * @returns {Record<string, string>[]}
 */
function readTable(file) {
  const [names, ...rows] = readFileSync(file, 'utf8')
    .trim()
    .split(/\r?\n/)
    .map((line) => line.split(','));
  return rows.map((row) => Object.fromEntries(names.map((name, i) => [name, row[i] ?? ''])));
}
