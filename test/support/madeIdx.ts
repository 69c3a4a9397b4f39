import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { labels, pictures } from '../golden/pytorchFormula.js';

/** Columns without ink at the left and the right, so that a band is not taken for a ruled line. */
const MARGIN = 6;

/** Writes `train` and `test` generated pictures as the four IDX files of MNIST. */
export function writeMadeIdx(folder: string, train: number, test: number): string {
  mkdirSync(folder, { recursive: true });
  const write = (name: string, first: number, n: number): void => {
    const header = (magic: number, ...sizes: number[]): Buffer => {
      const bytes = Buffer.alloc(4 + sizes.length * 4);
      [magic, ...sizes].forEach((value, i) => bytes.writeUInt32BE(value, i * 4));
      return bytes;
    };
    writeFileSync(
      join(folder, `${name}-images-idx3-ubyte`),
      Buffer.concat([header(0x803, n, 28, 28), withMargins(pictures(first, n))]),
    );
    writeFileSync(join(folder, `${name}-labels-idx1-ubyte`), Buffer.concat([header(0x801, n), labels(first, n)]));
  };
  write('train', 0, train);
  write('t10k', train, test);
  return folder;
}

function withMargins(pixels: Uint8Array): Uint8Array {
  return pixels.map((value, i) => (i % 28 < MARGIN || i % 28 >= 28 - MARGIN ? 0 : value));
}
