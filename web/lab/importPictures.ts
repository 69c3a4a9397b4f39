import { decodeImage } from '../../src/browser/decodeImage.js';
import { inflateRaw } from '../../src/browser/inflateRaw.js';
import { isClutter, isPictureName, placeInClasses } from '../../src/datasets/classFolders.js';
import type { SplitName } from '../../src/datasets/dataset.js';
import { readZip, type PackedFile, type ZipBytes } from '../../src/formats/encodings/readZip.js';
import { extractInk } from '../../src/ink/extractInk.js';
import { PIPELINE } from './examples.js';
import { inputLengthOf, pipelines } from '../../src/ink/pipelines.js';
import type { LabelledInputs } from '../../src/datasets/inMemory.js';

const LENGTH = inputLengthOf(PIPELINE);

/** A file with its path in the folder that was chosen. */
export interface PlacedFile {
  readonly path: string;
  readonly file: File;
}

export interface Imported {
  readonly examples: LabelledInputs;
  /** The number of files that could not be read. */
  readonly skipped: number;
  /** Why the first of them could not be read; null if all could. */
  readonly reason: string | null;
  /** The number of pictures without ink. */
  readonly blank: number;
}

/**
 * Labelled pictures from a zip or a folder of class folders (`3/a.png`, `train/3/a.png`), as
 * network inputs. Rejects with Error if no picture can be read; the message says what was expected.
 */
export async function importPictures(
  files: readonly PlacedFile[],
  onProgress: (done: number, of: number) => void,
): Promise<Imported> {
  const isZip = files.length === 1 && /\.zip$/i.test(files[0].path);
  const found: PackedFile[] = isZip
    ? await readZip(bytesOf(files[0].file), inflateRaw)
    : files.map(({ path, file }) => ({ path, read: async () => new Uint8Array(await file.arrayBuffer()) }));
  const pictures = found.filter(({ path }) => !isClutter(path) && isPictureName(path));
  const name = isZip ? files[0].path : (files[0]?.path.split('/')[0] ?? 'folder');
  const placements = placeInClasses(
    pictures.map(({ path }) => path),
    name,
  );
  const inputs = new Uint8Array(pictures.length * LENGTH);
  const labels: number[] = [];
  const splits: (SplitName | null)[] = [];
  let [skipped, blank] = [0, 0];
  let reason: string | null = null;
  for (const [i, picture] of pictures.entries()) {
    const placement = placements[i];
    try {
      if ('reason' in placement) throw new Error(placement.reason);
      const input = pipelines[PIPELINE].run(extractInk(await decodeImage(await picture.read())));
      if (input === null) blank++;
      inputs.set(input ?? new Uint8Array(LENGTH), labels.length * LENGTH);
      labels.push(placement.label);
      splits.push(placement.split);
    } catch (error) {
      skipped++;
      reason ??= `${picture.path}: ${error instanceof Error ? error.message : String(error)}`;
    }
    if (i % 50 === 0) onProgress(i, pictures.length);
  }
  if (labels.length === 0) {
    throw new Error(`There are no pictures in folders named 0 to 9 here.${reason === null ? '' : ` ${reason}`}`);
  }
  const examples = {
    name,
    inputs: inputs.slice(0, labels.length * LENGTH),
    labels: Uint8Array.from(labels),
    splits: splits.every((split) => split === null) ? null : splits,
  };
  return { examples, skipped, reason, blank };
}

function bytesOf(file: File): ZipBytes {
  return {
    size: file.size,
    read: async (from, to) => new Uint8Array(await file.slice(from, to).arrayBuffer()),
  };
}
