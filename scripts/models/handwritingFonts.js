// Renders the digits of handwriting fonts as stamps of ink, for training. The fonts are packages
// @fontsource/<name>, under the SIL Open Font License or the Apache License. They are fetched with
// npm into a cache that git ignores, and are neither shipped nor a dependency.
//
//   npm run fonts                                      writes the stamps to runs/handwriting-fonts
//   npm run fonts -- --page runs/fonts.png             and a page to look at, one row per font
//   npm run fonts -- --table docs/handwriting-fonts.md and the table of fonts and licences
//
// The stamps are an IDX pair, images [N, 72, 72] and labels [N], with a list beside them: the
// font of each row. --cache <folder> names another folder.
import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { deflateSync } from 'node:zlib';
import { create } from 'fontkitten';
import { format } from 'prettier';
import { readOptions } from '../options.js';
import { isHeldOutFont } from '../../dist/generated/fontDigits.js';
import { rasterise } from '../../dist/generated/rasterise.js';
import { encodePng } from '../../dist/image/encodePng.js';
import { fontNames, leftOut } from './fontNames.js';
import { createPage } from './pageOfInk.js';

/** @typedef {import('../../dist/image/pixels.js').GrayImage} GrayImage */
/** @typedef {{ name: string, version: string, licence: string, stamps: (GrayImage | null)[] }} FontStamps */

const SIDE = 72;
const MARGIN = 6;

const { values } = readOptions(
  import.meta.url,
  {
    options: {
      cache: { type: 'string', default: join('runs', 'handwriting-fonts') },
      page: { type: 'string' },
      table: { type: 'string' },
    },
  },
  0,
);

fetchFonts(values.cache);
const fonts = fontNames.map((name) => readFont(values.cache, name));
writeStamps(values.cache, fonts);
if (values.page !== undefined) writePage(values.page, fonts);
if (values.table !== undefined) await writeTable(values.table, fonts);
const heldOut = fonts.filter(({ name }) => isHeldOutFont(name)).length;
console.log(`${values.cache}: the digits of ${fonts.length} fonts, ${heldOut} of them held out`);

/**
 * Installs the fonts that are not in the cache yet.
 *
 * @param {string} cache
 */
function fetchFonts(cache) {
  const missing = fontNames.filter((name) => !existsSync(join(cache, 'node_modules', '@fontsource', name)));
  if (missing.length === 0) return;
  mkdirSync(cache, { recursive: true });
  const own = join(cache, 'package.json');
  if (!existsSync(own)) writeFileSync(own, '{ "private": true }\n');
  console.log(`fetching ${missing.length} fonts with npm`);
  const install = ['install', '--ignore-scripts', '--no-audit', '--no-fund'];
  const packages = missing.map((name) => `@fontsource/${name}@5`);
  execFileSync('npm', [...install, ...packages], { cwd: cache, stdio: ['ignore', 'ignore', 'inherit'] });
}

/**
 * @param {string} cache
 * @param {string} name
 * @returns {FontStamps}
 */
function readFont(cache, name) {
  const folder = join(cache, 'node_modules', '@fontsource', name);
  /** @type {{ version: string, license: string }} */
  const { version, license } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'));
  if (!['OFL-1.1', 'Apache-2.0'].includes(license)) {
    throw new Error(`${name}: the licence must be OFL-1.1 or Apache-2.0. Received ${license}.`);
  }
  const weight = ['400', '300', '500'].find((one) => existsSync(join(folder, 'files', fileOf(name, one))));
  const font = create(readFileSync(join(folder, 'files', fileOf(name, weight ?? '400'))));
  if (font.isCollection) throw new Error(`${name}: one font was expected. Received a collection.`);
  const stamps = Array.from({ length: 10 }, (_, digit) => {
    if (leftOut[name]?.includes(String(digit))) return null;
    const stamp = rasterise(font.glyphForCodePoint(0x30 + digit).path, SIDE, MARGIN);
    if (stamp === null) throw new Error(`${name}: the digit ${digit} has no outline.`);
    return stamp;
  });
  return { name, version, licence: license, stamps };
}

/**
 * @param {string} name
 * @param {string} weight
 */
function fileOf(name, weight) {
  return `${name}-latin-${weight}-normal.woff2`;
}

/**
 * @param {string} cache
 * @param {readonly FontStamps[]} all
 */
function writeStamps(cache, all) {
  const rows = all.flatMap(({ name, stamps }) =>
    stamps.flatMap((stamp, digit) => (stamp === null ? [] : [{ name, digit, pixels: stamp.data }])),
  );
  const pixels = rows.map((row) => row.pixels);
  write(join(cache, 'digits-images-idx3-ubyte'), Buffer.concat([header([rows.length, SIDE, SIDE]), ...pixels]));
  const labels = Uint8Array.from(rows, ({ digit }) => digit);
  write(join(cache, 'digits-labels-idx1-ubyte'), Buffer.concat([header([rows.length]), labels]));
  write(join(cache, 'digits-fonts.txt'), rows.map(({ name }) => `${name}\n`).join(''));
}

/**
 * The header of an IDX file of bytes.
 *
 * @param {readonly number[]} sizes
 */
function header(sizes) {
  const bytes = Buffer.alloc(4 + 4 * sizes.length);
  bytes.set([0, 0, 8, sizes.length]);
  sizes.forEach((size, i) => bytes.writeUInt32BE(size, 4 + 4 * i));
  return bytes;
}

/**
 * @param {string} file
 * @param {readonly FontStamps[]} all
 */
function writePage(file, all) {
  const page = createPage(all.length, 10);
  all.forEach(({ name, stamps }, row) => {
    page.label(row, String(row + 1));
    stamps.forEach((stamp, digit) => {
      if (stamp !== null) page.put(row, digit, stamp);
    });
    console.log(`${String(row + 1).padStart(3)}  ${name}${isHeldOutFont(name) ? '  (held out)' : ''}`);
  });
  mkdirSync(dirname(file), { recursive: true });
  write(file, encodePng(page.image, (raw) => deflateSync(raw, { level: 9 })));
}

/**
 * @param {string} file
 * @param {readonly FontStamps[]} all
 */
async function writeTable(file, all) {
  const rows = all.map(({ name, version, licence }) => {
    const terms = licence === 'OFL-1.1' ? 'SIL OFL 1.1' : 'Apache 2.0';
    return `| \`${name}\` | ${version} | ${terms} | ${isHeldOutFont(name) ? 'yes' : ''} | ${without(name)} |`;
  });
  const text = readFileSync(file, 'utf8');
  const at = text.indexOf('| font');
  const table = ['| font | version | licence | held out | without |', '| --- | --- | --- | --- | --- |', ...rows].join('\n');
  write(file, await format(`${text.slice(0, at)}${table}\n`, { parser: 'markdown' }));
}

/**
 * The digits of a font that are left out.
 *
 * @param {string} name
 */
function without(name) {
  return Array.from(leftOut[name] ?? '').join(', ');
}

/**
 * @param {string} file
 * @param {string | Uint8Array} content
 */
function write(file, content) {
  writeFileSync(`${file}.part`, content);
  renameSync(`${file}.part`, file);
}
