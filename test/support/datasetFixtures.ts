import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { crc32, deflateRawSync, deflateSync } from 'node:zlib';

import { afterAll } from 'vitest';

import type { Dataset } from '../../src/datasets/dataset.js';
import { writeZip } from '../../src/formats/encodings/writeZip.js';
import { openDataset, type OpenDatasetOptions } from '../../src/node/datasets/openDataset.js';

export const SIDE = 28;

/** A new folder that is removed after the test file. */
export function temporaryFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'numerist-test-'));
  afterAll(() => {
    rmSync(folder, { recursive: true, force: true });
  });
  return folder;
}

export interface Drawing {
  readonly label: number;
  /** Luminance [28, 28], light on black. */
  readonly pixels: Uint8Array;
}

/**
 * Drawings that all differ, `count` for each of the digits, ordered by digit. They do not look like
 * digits.
 */
export function draw(digits: readonly number[], count: number): Drawing[] {
  return digits.flatMap((label) =>
    Array.from({ length: count }, (_, variant) => {
      const pixels = new Uint8Array(SIDE * SIDE);
      for (let y = 5; y < 20; y++) {
        for (let x = 0; x < 3 + label; x++) pixels[(y + variant) * SIDE + 6 + x] = (x + y + variant) % 5 < 3 ? 255 : 40;
      }
      return { label, pixels };
    }),
  );
}

/** An 8-bit gray PNG. */
export function encodePng(pixels: Uint8Array, width = SIDE, height = SIDE): Buffer {
  const header = Buffer.alloc(13);
  header.writeUInt32BE(width, 0);
  header.writeUInt32BE(height, 4);
  header[8] = 8;
  const rows = Buffer.alloc((width + 1) * height);
  for (let y = 0; y < height; y++) rows.set(pixels.subarray(y * width, (y + 1) * width), y * (width + 1) + 1);
  const signature = Buffer.from([0x89, 0x50, 0x4e, 0x47, 13, 10, 26, 10]);
  return Buffer.concat([signature, pngChunk('IHDR', header), pngChunk('IDAT', deflateSync(rows)), pngChunk('IEND')]);
}

function pngChunk(type: string, data: Uint8Array = new Uint8Array()): Buffer {
  const body = Buffer.concat([Buffer.from(type, 'latin1'), data]);
  const [length, crc] = [Buffer.alloc(4), Buffer.alloc(4)];
  length.writeUInt32BE(data.length);
  crc.writeUInt32BE(crc32(body));
  return Buffer.concat([length, body, crc]);
}

/** Name and bytes of each file. */
export type Files = Readonly<Record<string, Uint8Array>>;

/** `<prefix><label>/<n>.png` for each drawing. */
export function asFiles(drawings: readonly Drawing[], prefix = ''): Files {
  return Object.fromEntries(drawings.map(({ label, pixels }, n) => [`${prefix}${label}/${n}.png`, encodePng(pixels)]));
}

export function writeFiles(folder: string, files: Files): string {
  for (const [name, bytes] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, name)), { recursive: true });
    writeFileSync(join(folder, name), bytes);
  }
  return folder;
}

/** A zip file whose entry names are written unchanged, even if they are invalid. */
export function encodeZip(files: Files, { deflate = false } = {}): Buffer {
  const named = Object.entries(files).map(([path, bytes]) => ({ path, bytes }));
  return Buffer.concat(writeZip(named, deflate ? { deflate: (bytes) => deflateRawSync(bytes) } : {}));
}

export function encodeIdxImages(drawings: readonly Drawing[]): Buffer {
  const header = Buffer.alloc(16);
  [0x803, drawings.length, SIDE, SIDE].forEach((value, i) => header.writeUInt32BE(value, 4 * i));
  return Buffer.concat([header, ...drawings.map(({ pixels }) => pixels)]);
}

export function encodeIdxLabels(labels: readonly number[]): Buffer {
  const header = Buffer.alloc(8);
  [0x801, labels.length].forEach((value, i) => header.writeUInt32BE(value, 4 * i));
  return Buffer.concat([header, Uint8Array.from(labels)]);
}

export function encodeCsv(drawings: readonly Drawing[], { header = true, labels = true } = {}): string {
  const names = Array.from({ length: SIDE * SIDE }, (_, i) => `pixel${i}`);
  const rows = drawings.map(({ label, pixels }) => (labels ? [label, ...pixels] : [...pixels]).join(','));
  const head = header ? [(labels ? ['label', ...names] : names).join(',')] : [];
  return [...head, ...rows, ''].join('\n');
}

/** Opens a data set with a cache next to the source. */
export function openFresh(source: string, options: Partial<OpenDatasetOptions> = {}): Promise<Dataset> {
  return openDataset(source, { pipeline: 'classic', cacheFolder: join(dirname(source), '.cache'), ...options });
}

/** All inputs [N, 784]. */
export function readAll(dataset: Dataset): Uint8Array {
  const inputs = new Uint8Array(dataset.length * SIDE * SIDE);
  dataset.readInputs(
    Uint32Array.from({ length: dataset.length }, (_, row) => row),
    inputs,
  );
  return inputs;
}
