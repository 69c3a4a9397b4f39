import { decodeImage } from '../../src/browser/decodeImage.js';
import { notesOnDark } from '../../src/datasets/notesOnDark.js';
import { isDark } from '../../src/ink/stretchDark.js';
import type { SplitName } from '../../src/datasets/dataset.js';
import { datasetInMemory, type LabelledInputs } from '../../src/datasets/inMemory.js';
import type { LabelledPicture } from '../../src/datasets/sources/source.js';
import { warningsOn } from '../../src/datasets/warningsOn.js';
import { ImageError } from '../../src/errors.js';
import { extractInk } from '../../src/ink/extractInk.js';
import { grayToInk } from '../../src/ink/grayToInk.js';
import { inputLengthOf, pipelines } from '../../src/ink/pipelines.js';
import { openChosen, type PlacedFile } from './chosenFiles.js';
import { PIPELINE } from './examples.js';

const LENGTH = inputLengthOf(PIPELINE);
/** Pictures between two reports of progress. */
const REPORT = 50;

export interface Imported {
  readonly examples: LabelledInputs;
  /** The number of files that could not be read. */
  readonly skipped: number;
  /** Why the first of them could not be read; null if all could. */
  readonly reason: string | null;
  /** What was assumed about the files, one sentence each. */
  readonly notes: readonly string[];
  /** What is doubtful about the pictures or their labels, one sentence each. */
  readonly warnings: readonly string[];
}

/**
 * Labelled pictures from a zip or a folder of class folders (`3/a.png`, `train/3/a.png`), of IDX
 * files or of tables, or from a table, as network inputs. Rejects with Error if no picture can be
 * read; the message says what was expected. `onProgress` gets 0 for a total that is not known.
 */
export async function importPictures(
  files: readonly PlacedFile[],
  onProgress: (done: number, of: number) => void,
): Promise<Imported> {
  const name = files[0]?.path.split('/')[0] ?? 'folder';
  const { pictures, total, notes, warnings } = await openChosen(files);
  const inputs = new GrowingInputs();
  const labels: number[] = [];
  const splits: (SplitName | null)[] = [];
  let [skipped, scaled] = [0, 0];
  const reasons: string[] = []; // the first
  const skip = (picture: string, why: string): void => {
    skipped++;
    if (reasons.length === 0) reasons.push(`${picture}: ${why}`);
  };
  const toInput = async (picture: LabelledPicture): Promise<Uint8Array | null> => {
    if (picture.kind === 'gray') return pipelines[PIPELINE].run(grayToInk({ ...picture, data: picture.luminance }));
    const image = await decodeImage(picture.bytes);
    if (isDark(image)) scaled++;
    return pipelines[PIPELINE].run(extractInk(image));
  };
  for await (const picture of pictures) {
    if ((labels.length + skipped) % REPORT === 0) onProgress(labels.length + skipped, total ?? 0);
    if (picture.kind === 'unreadable') {
      skip(picture.name, picture.reason);
      continue;
    }
    try {
      inputs.add(await toInput(picture));
      labels.push(picture.label);
      splits.push(picture.split);
    } catch (error) {
      if (!(error instanceof ImageError)) throw error;
      skip(picture.name, error.message);
    }
  }
  if (labels.length === 0) {
    throw new Error(['There are no pictures in folders named 0 to 9 here.', ...reasons].join(' '));
  }
  const examples = {
    name,
    inputs: inputs.joined(),
    labels: Uint8Array.from(labels),
    splits: splits.every((split) => split === null) ? null : splits,
    warnings,
  };
  return {
    examples,
    skipped,
    reason: reasons.at(0) ?? null,
    notes: [...notes, ...notesOnDark(scaled)],
    warnings: warningsOn(datasetInMemory(examples, PIPELINE)),
  };
}

/** Network inputs, one behind the other. */
class GrowingInputs {
  #bytes = new Uint8Array(64 * LENGTH);
  #length = 0;

  /** Adds an input [784], or one without ink for null. */
  add(input: Uint8Array | null): void {
    if (this.#length === this.#bytes.length) {
      const larger = new Uint8Array(2 * this.#bytes.length);
      larger.set(this.#bytes);
      this.#bytes = larger;
    }
    if (input !== null) this.#bytes.set(input, this.#length);
    this.#length += LENGTH;
  }

  joined(): Uint8Array {
    return this.#bytes.slice(0, this.#length);
  }
}
