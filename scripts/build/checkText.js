// npm run check:text [-- --root <folder>]: fails, with one line per offence, if a line of a comment
// or of Markdown prose has more than 100 columns, or if a text has a wording that this project
// avoids. The changelog and the generated model cards are not checked.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import process from 'node:process';
import { fileURLToPath } from 'node:url';

import { globSync } from 'tinyglobby';

import { readOptions } from '../options.js';
import { commentLines } from './text/commentLines.js';
import { proseLines } from './text/proseLines.js';

const COLUMNS = 100;
const FILES = [
  '{src,web,test,scripts,experiments,bench,examples}/**/*.{ts,tsx,js}',
  '{examples,bench}/**/*.{py,sh}',
  '*.md',
  '{bench,deploy,docs,test}/**/*.md',
];
/**
 * Wordings to avoid; `_` stands for a space, a line break, or the start of a comment's next line.
 */
const AVOIDED = [
  /\banew\b/gi,
  wording('in_hand\\b'),
  wording('one_file_a\\b'),
  wording('a_second_of_one\\b'),
  wording('that_(is|are)_none\\b'),
];

const { values } = readOptions(import.meta.url, { options: { root: { type: 'string' } } });
const root = values.root ?? fileURLToPath(new URL('../..', import.meta.url));
const files = globSync(FILES, { cwd: root, ignore: ['**/node_modules/**', 'CHANGELOG.md'] }).sort();
/** @type {string[]} */
const offences = [];
for (const file of files) {
  const text = readFileSync(join(root, file), 'utf8');
  const found = [...longLines(file, text), ...avoidedWordings(text)].sort((a, b) => a.line - b.line);
  for (const { line, what } of found) offences.push(`${file}:${line}: ${what}`);
}
for (const offence of offences) console.log(`FAILED ${offence}`);
console.log(`${files.length} files, ${offences.length === 0 ? 'all texts pass' : `${offences.length} offences`}`);
process.exitCode = offences.length === 0 ? 0 : 1;

/** @typedef {{ line: number, what: string }} Offence */

/** @param {string} words */
function wording(words) {
  return new RegExp(`\\b${words.replaceAll('_', '[\\s*/#]+')}`, 'gi');
}

/**
 * @param {string} file
 * @param {string} text
 * @returns {Offence[]}
 */
function longLines(file, text) {
  const lines = file.endsWith('.md') ? proseLines(text) : commentLines(file, text);
  return lines
    .filter((line) => columnsOf(line.text) > COLUMNS)
    .map((line) => ({ line: line.number, what: `${columnsOf(line.text)} columns, at most ${COLUMNS}` }));
}

/**
 * @param {string} text
 * @returns {Offence[]}
 */
function avoidedWordings(text) {
  return AVOIDED.flatMap((pattern) =>
    [...text.matchAll(pattern)].map((match) => ({
      line: text.slice(0, match.index).split('\n').length,
      what: `avoid "${match[0].replaceAll(/[\s*/#]+/g, ' ')}"`,
    })),
  );
}

/**
 * The width of a line without addresses, which cannot be broken.
 *
 * @param {string} line
 */
function columnsOf(line) {
  return [...line.replaceAll(/\]\([^)\s]*\)|https?:\/\/\S*/g, '')].length;
}
