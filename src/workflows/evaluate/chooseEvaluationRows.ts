import { chooseRows } from '../../datasets/chooseRows.js';
import type { Dataset, SplitName } from '../../datasets/dataset.js';
import { DatasetError } from '../../errors.js';
import type { TrainingData } from '../../formats/native/modelConfig.js';
import { fingerprintDataset, fingerprintGroups, fingerprintSplit } from '../fingerprints.js';
import type { Platform } from '../platform.js';

export interface EvaluationRows {
  readonly rows: Uint32Array;
  /** Which part it is and how it was chosen, in words. */
  readonly part: string;
  /** What a reader must know before believing a figure on these rows. */
  readonly notes: readonly string[];
}

/**
 * The rows of a data set to evaluate a model on. 'test' is the test part that the source names. If
 * it names none, it is the held-out part of the data that the model was trained on, or all of any
 * other data.
 *
 * Throws DatasetError if the part is empty, or if it was drawn in whole `groups` [N] and these are
 * not given.
 */
export function chooseEvaluationRows(
  platform: Pick<Platform, 'createSha256'>,
  dataset: Dataset,
  trainingData: TrainingData | null,
  part: SplitName | 'all',
  groups: Uint32Array | null = null,
): EvaluationRows {
  const same = trainingData !== null && trainingData.fingerprint === fingerprintDataset(platform, dataset);
  const chosen = choose();
  if (chosen.rows.length > 0) return chosen;
  throw new DatasetError(
    `${dataset.source}: the ${part} part must hold images. Received none; --split all takes every image.`,
  );

  function choose(): EvaluationRows {
    if (same && part !== 'all') checkSplit(platform, trainingData, dataset);
    const named = part !== 'all' && dataset.splits?.includes(part) === true;
    if (named || (part !== 'all' && same)) {
      const { validation, test, splitSeed } = same ? trainingData : { validation: 0, test: 0, splitSeed: 0 };
      // A part that the source names is not drawn: any groups may be given with it.
      const drawn = same && !(named && part !== 'train');
      if (drawn) checkGroups(platform, trainingData, groups);
      const kept = drawn && trainingData.groups !== undefined ? groups : null;
      const rows = chooseRows(dataset, { validation, test, seed: splitSeed, groups: kept })[part];
      if (named) return { rows, part: `${part}, as the source names it`, notes: same ? [] : [OTHER_DATA] };
      const share = { train: 1 - validation - test, val: validation, test }[part];
      return { rows, part: `${part}, ${percent(share)} % drawn at random with seed ${splitSeed}`, notes: [RANDOM] };
    }
    if (part !== 'all' && part !== 'test') return { rows: new Uint32Array(0), part, notes: [] };
    const rows = Uint32Array.from({ length: dataset.length }, (_, row) => row);
    return { rows, part: 'all', notes: [same ? SEEN : OTHER_DATA] };
  }
}

/** Without the split file of the training, held-out rows cannot be told from training rows. */
function checkSplit(platform: Pick<Platform, 'createSha256'>, { split }: TrainingData, { splits }: Dataset): void {
  if (split === undefined || split === fingerprintSplit(platform, splits)) return;
  throw new DatasetError(
    'the split must be that with which the model was trained. Received none, or another; name its file with --split, or take every image with --split all.',
  );
}

/** Without the groups of the draw, held-out rows cannot be told from training rows. */
function checkGroups(
  platform: Pick<Platform, 'createSha256'>,
  { groups: trainedWith }: TrainingData,
  groups: Uint32Array | null,
): void {
  if (trainedWith === undefined || (groups !== null && fingerprintGroups(platform, groups) === trainedWith)) return;
  throw new DatasetError(
    `groups must be those that the model was trained with, because its data was split by them. Received ${groups === null ? 'none; name their file with --groups' : 'others'}.`,
  );
}

const RANDOM =
  'The part was drawn at random from the same source as the training images. Where that source holds several variants of one drawing, variants are on both sides, and the figure says little about new hands; --leaks counts them.';
const SEEN = 'These images include those that the model was trained on: the figure says nothing about new ones.';
const OTHER_DATA = 'The model was trained on other data than this.';

function percent(share: number): number {
  return Math.round(share * 1000) / 10;
}
