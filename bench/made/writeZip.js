// @ts-check
import { writeFileSync } from 'node:fs';
import { writeZip as zip } from '../../dist/formats/encodings/writeZip.js';

/** @typedef {import('./madePictures.js').MadePng} MadePng */

/**
 * Writes a zip whose entries are stored as they are, because PNGs do not become smaller.
 *
 * @param {string} path
 * @param {readonly MadePng[]} pngs
 */
export function writeZip(path, pngs) {
  const pieces = zip(pngs.map(({ name, bytes }) => ({ path: name, bytes })));
  writeFileSync(path, Buffer.concat(pieces));
}
