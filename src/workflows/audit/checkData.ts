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
  /** Reads upright digits, prepared as the data set is; without it, it is not checked how the pictures lie. */
  readonly model?: Model;
  /** Whether networks are trained to find likely label errors: about a second for every 1,000 pictures. @default false */
  readonly labelErrors?: boolean;
  /** Called with what is done, and the number of pictures done and to be done. */
  readonly onProgress?: (what: string, done: number, of: number) => void;
}

/**
 * All that can be found out about the single pictures and labels of a data set: missing and rare digits, blank, cut-off and off-centre
 * pictures, those of the other polarity, whether all lie in another way than their labels say, and likely label errors.
 *
 * Throws DatasetError where the source has changed since it was opened, RangeError where there are fewer pictures than folds, and the
 * signal's reason where it is aborted.
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
