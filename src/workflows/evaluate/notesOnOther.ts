import type { Dataset, SplitName } from '../../datasets/dataset.js';
import { DatasetError } from '../../errors.js';
import type { Model } from '../../formats/native/modelFile.js';
import type { Platform } from '../platform.js';
import { chooseEvaluationRows, type EvaluationRows } from './chooseEvaluationRows.js';

/** A model to compare with, and the data set as its own preprocessing makes it. */
export interface OtherModelData {
  /** What the user called it. */
  readonly name: string;
  readonly model: Model;
  /** It has the same rows as the data set of the evaluated model. */
  readonly dataset: Dataset;
}

/**
 * What a reader must know before believing a comparison on the `chosen` rows: whether the other
 * model has learned from any of them.
 */
export function notesOnOther(
  platform: Pick<Platform, 'createSha256'>,
  { name, model, dataset }: OtherModelData,
  chosen: EvaluationRows,
  part: SplitName | 'all',
  groups: Uint32Array | null,
): string[] {
  const { trainingData } = model.config;
  let its: EvaluationRows;
  try {
    its = chooseEvaluationRows(platform, dataset, trainingData, part, groups);
  } catch (error) {
    if (!(error instanceof DatasetError)) throw error;
    return [`It cannot be told which of these images ${name} has learned from: ${error.message}`];
  }
  const heldOut = new Set(its.rows);
  const others = chosen.rows.filter((row) => !heldOut.has(row)).length;
  if (others > 0) {
    return [`${name} may have learned from ${others} of these ${chosen.rows.length} images, which flatters it.`];
  }
  return its.notes.map((note) => `${name}: ${note}`);
}
