import type { Dataset } from '../../datasets/dataset.js';
import type { Model } from '../../formats/native/modelFile.js';
import { confusionMatrixSvg } from '../../report/charts/confusionMatrixSvg.js';
import { renderReport } from '../../report/renderReport.js';
import type { EpochMetrics } from '../../training/trainer.js';
import type { Evaluation } from '../evaluate/evaluateModel.js';
import type { Platform } from '../platform.js';
import { decisionsOn, inputReader, minuteOf } from './pageParts.js';

export interface ReportFilesOptions {
  readonly model: Model;
  /** As it was opened, without corrections: decisions on the page are about its labels. */
  readonly dataset: Dataset;
  readonly notes: readonly string[];
  readonly history?: readonly EpochMetrics[];
  readonly configuration?: Readonly<Record<string, unknown>>;
}

/** Files by name. */
export type NamedFiles = ReadonlyMap<string, string | Uint8Array>;

/** The page among the files of a report. */
export const REPORT_PAGE = 'report.html';

/**
 * An evaluation as `report.json`, as one HTML page, and its confusion matrix as `confusion.svg`.
 */
export function reportFiles(
  platform: Pick<Platform, 'createSha256'>,
  { result, predictions }: Evaluation,
  { model, dataset, notes, history = [], configuration }: ReportFilesOptions,
): NamedFiles {
  const picture = inputReader(dataset);
  const html = renderReport({
    result,
    predictions,
    notes,
    title: `${result.model.architecture} on ${dataset.source}`,
    createdAt: minuteOf(new Date()),
    picture,
    decisions: decisionsOn(platform, dataset, picture),
    history,
    configuration: configuration ?? { ...model.config, architecture: model.config.architecture.name },
  });
  return new Map([
    ['report.json', `${JSON.stringify({ ...result, notes }, null, 2)}\n`],
    ['confusion.svg', confusionMatrixSvg(result.confusion_matrix)],
    [REPORT_PAGE, html],
  ]);
}
