import { checkBlank } from '../../audit/checkBlank.js';
import { checkClasses } from '../../audit/checkClasses.js';
import type { Finding } from '../../audit/finding.js';
import { labelErrorFindings } from '../../audit/labelErrorFindings.js';
import { rankLabelErrors } from '../../audit/rankLabelErrors.js';
import type { Dataset } from '../../datasets/dataset.js';
import type { ReadSourceImages } from '../../datasets/sourceImage.js';
import type { Model } from '../../formats/native/modelFile.js';
import type { Platform } from '../platform.js';
import { checkOrientationWith, checkSource } from './checkSource.js';
import { outOfFold, type OutOfFoldOptions } from './outOfFold.js';

export interface CheckDataOptions extends Omit<OutOfFoldOptions, 'onProgress'> {
  /**
   * A model that reads upright digits, prepared like the data set. Without it, the orientation of
   * the pictures is not checked.
   */
  readonly model?: Model;
  /**
   * Whether networks are trained to find likely label errors: about a second per 1,000 pictures.
   * @default false
   */
  readonly labelErrors?: boolean;
  /** Called with the kind of work, the number of pictures done, and the total. */
  readonly onProgress?: (what: string, done: number, of: number) => void;
}

/**
 * Checks the single pictures and labels of a data set: missing and rare digits, blank, cut-off,
 * off-centre and inverted pictures, the orientation of all pictures, and likely label errors.
 *
 * Throws DatasetError if the source has changed since it was opened, RangeError if there are fewer
 * pictures than folds, and the signal's reason if it is aborted.
 */
export async function checkData(
  platform: Pick<Platform, 'startThreads' | 'nextTurn'>,
  dataset: Dataset,
  readSource: ReadSourceImages,
  options: CheckDataOptions = {},
): Promise<Finding[]> {
  const { model, labelErrors = false, onProgress, ...training } = options;
  const { signal } = training;
  const report =
    (what: string) =>
    (done: number, of = dataset.length): void =>
      onProgress?.(what, done, of);
  const findings = [...checkClasses(dataset), ...checkBlank(dataset)];
  findings.push(...(await checkSource(dataset, readSource, { onProgress: report('looking at pictures'), signal })));
  if (model !== undefined) findings.push(...(await checkOrientationWith(platform, model, dataset, signal)));
  if (!labelErrors) return findings;
  const probabilities = await outOfFold(platform, dataset, {
    ...training,
    onProgress: report('training for label errors'),
  });
  return [
    ...findings,
    ...labelErrorFindings(rankLabelErrors(dataset.labels, probabilities), dataset.labels, probabilities),
  ];
}
