import type { Dataset } from '../../datasets/dataset.js';
import { inputLengthOf, pipelines } from '../../ink/pipelines.js';
import type { DecidedPicture, DecisionsData } from '../../report/decisions.js';
import { fingerprintDataset, fingerprintInput } from '../fingerprints.js';
import type { Platform } from '../platform.js';

/** Reads the input of one row at a time; the array is good until the next call. */
export function inputReader(
  dataset: Pick<Dataset, 'readInputs' | 'pipeline'>,
): (row: number) => Uint8Array<ArrayBuffer> {
  const input = new Uint8Array(inputLengthOf(dataset.pipeline));
  return (row) => {
    dataset.readInputs([row], input);
    return input;
  };
}

/** What a page needs so that decisions about its pictures can be saved as a corrections file. */
export function decisionsOn(
  platform: Pick<Platform, 'createSha256'>,
  dataset: Dataset,
  inputOf: (row: number) => Uint8Array,
): Omit<DecisionsData, 'pictures'> & { readonly pictureOf: (row: number) => DecidedPicture } {
  return {
    fingerprint: fingerprintDataset(platform, dataset),
    preprocessing: { pipeline: dataset.pipeline, version: pipelines[dataset.pipeline].version },
    pictureOf: (row) => ({
      row,
      name: dataset.nameOf(row),
      content: fingerprintInput(platform, inputOf(row)),
      label: dataset.labels[row],
    }),
  };
}

/** `2026-01-31 12:59 UTC` */
export function minuteOf(time: Date): string {
  return `${time.toISOString().slice(0, 16).replace('T', ' ')} UTC`;
}
