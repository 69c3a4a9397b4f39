// @ts-check
import { closeSync, mkdirSync, openSync, readFileSync, writeFileSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { deflateSync } from 'node:zlib';
import { encodePng } from '../../dist/image/encodePng.js';

/** @typedef {{ name: string, bytes: Uint8Array, ink: number }} MadePng ink: pixels */

/**
 * Small PNGs, 28 x 28 RGBA with their ink in the alpha channel, in class folders: the pool's
 * pictures, each pixel ink or paper.
 *
 * @param {string} folder that `makeFolder` made
 * @param {number} count more than the pool has come round again under other names
 * @returns {MadePng[]}
 */
export function madePngs(folder, count) {
  const pictures = readFileSync(join(folder, 'pictures.u8'));
  const labels = readFileSync(join(folder, 'labels.u8'));
  const distinct = Array.from({ length: Math.min(count, labels.length) }, (_, n) => {
    const data = new Uint8ClampedArray(784 * 4);
    let ink = 0;
    for (let cell = 0; cell < 784; cell++) {
      if (pictures[n * 784 + cell] <= 127) continue;
      data[cell * 4 + 3] = 255;
      ink++;
    }
    return { ink, bytes: encodePng({ width: 28, height: 28, data }, (raw) => deflateSync(raw)) };
  });
  return Array.from({ length: count }, (_, n) => ({
    name: `${labels[n % distinct.length]}/${String(n).padStart(6, '0')}.png`,
    ...distinct[n % distinct.length],
  }));
}

/** @param {string} path @param {readonly MadePng[]} pngs */
export function writeFolder(path, pngs) {
  for (let digit = 0; digit < 10; digit++) mkdirSync(join(path, String(digit)), { recursive: true });
  for (const { name, bytes } of pngs) writeFileSync(join(path, name), bytes);
}

/**
 * Pictures as IDX files, `train-images-idx3-ubyte` and its labels: the pool, over and over.
 *
 * @param {string} path a folder
 * @param {string} folder that `makeFolder` made
 * @param {number} count
 */
export function writeIdx(path, folder, count) {
  mkdirSync(path, { recursive: true });
  write('train-images-idx3-ubyte', [0x803, count, 28, 28], readFileSync(join(folder, 'pictures.u8')), 784);
  write('train-labels-idx1-ubyte', [0x801, count], readFileSync(join(folder, 'labels.u8')), 1);

  /** @param {string} name @param {readonly number[]} header @param {Uint8Array} pool @param {number} size bytes of a record */
  function write(name, header, pool, size) {
    const file = openSync(join(path, name), 'w');
    const head = Buffer.alloc(header.length * 4);
    for (const [i, value] of header.entries()) head.writeUInt32BE(value, i * 4);
    writeSync(file, head);
    for (let left = count * size; left > 0; left -= pool.length)
      writeSync(file, pool.subarray(0, Math.min(left, pool.length)));
    closeSync(file);
  }
}
