import { cpSync, readFileSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';

import { decodePngSync } from '../../../dist/node/pictures/decodePngSync.js';

/**
 * @typedef {object} Pictures
 * @property {string} png path of a picture of an 8
 * @property {string} jpeg path of a picture of a 5
 */

/**
 * Puts two of the sample pictures into `folder`, one of them as a JPEG.
 *
 * @param {string} folder
 * @returns {Promise<Pictures>}
 */
export async function makePictures(folder) {
  const pictures = { png: join(folder, 'eight.png'), jpeg: join(folder, 'five.jpg') };
  cpSync('samples/eight-big.png', pictures.png);
  const require = createRequire(import.meta.url);
  const { default: encode, init } = await import(require.resolve('@jsquash/jpeg/encode.js'));
  const wasm = readFileSync(require.resolve('@jsquash/jpeg/codec/enc/mozjpeg_enc.wasm'));
  await init(new globalThis.WebAssembly.Module(wasm));
  const pixels = decodePngSync(readFileSync('samples/five-pencil.png'));
  writeFileSync(pictures.jpeg, new Uint8Array(await encode(pixels)));
  return pictures;
}
