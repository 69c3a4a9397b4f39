import { formatCorrections, type Corrections } from '../datasets/corrections.js';
import type { Dataset } from '../datasets/dataset.js';
import type { FontFiles } from '../generated/fontDigits.js';
import { inputLengthOf } from '../ink/pipelines.js';
import { namedFontFiles } from './fontFiles.js';
import type { Platform } from './platform.js';

type Hashing = Pick<Platform, 'createSha256'>;

const ROWS = 4096;

function sha256(platform: Hashing, text: string): string {
  const hash = platform.createSha256();
  hash.update(text);
  return hash.digest();
}

/** SHA-256, in hex, of the numbers of the groups [N]. */
export function fingerprintGroups(platform: Hashing, groups: Uint32Array): string {
  return sha256(platform, groups.join('\n'));
}

/** SHA-256, in hex, of the parts [N] that a split file gives the rows. */
export function fingerprintSplit(platform: Hashing, parts: Dataset['splits']): string {
  return sha256(platform, (parts ?? []).join('\n'));
}

/** SHA-256, in hex, of a corrections file. */
export function fingerprintCorrections(platform: Hashing, corrections: Corrections): string {
  return sha256(platform, formatCorrections(corrections));
}

/** SHA-256, in hex, of the labels and of all inputs in their order. */
export function fingerprintDataset(
  platform: Hashing,
  dataset: Pick<Dataset, 'labels' | 'readInputs' | 'length' | 'pipeline'>,
): string {
  const hash = platform.createSha256();
  hash.update(dataset.labels);
  const inputLength = inputLengthOf(dataset.pipeline);
  const inputs = new Uint8Array(ROWS * inputLength);
  for (let first = 0; first < dataset.length; first += ROWS) {
    const rows = Array.from({ length: Math.min(ROWS, dataset.length - first) }, (_, i) => first + i);
    dataset.readInputs(rows, inputs);
    hash.update(inputs.subarray(0, rows.length * inputLength));
  }
  return hash.digest();
}

/** SHA-256, in hex, of the digits of handwriting fonts. */
export function fingerprintFonts(platform: Hashing, fonts: FontFiles): string {
  const hash = platform.createSha256();
  for (const [, content] of namedFontFiles(fonts)) hash.update(content);
  return hash.digest();
}

/** How a corrections file knows a picture: 16 hex digits of the SHA-256 of its input. */
export function fingerprintInput(platform: Hashing, input: Uint8Array): string {
  const hash = platform.createSha256();
  hash.update(input);
  return hash.digest().slice(0, 16);
}
