import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import type { Dataset } from '../../datasets/dataset.js';
import { confusionMatrixSvg } from '../../report/charts/confusionMatrixSvg.js';
import { renderReport } from '../../report/renderReport.js';
import { INPUT_LENGTH } from '../../ink/pipeline.js';
import { pipelines } from '../../ink/pipelines.js';
import type { Model } from '../../formats/native/modelFile.js';
import type { EpochMetrics } from '../../training/trainer.js';
import { contentOf } from '../../node/datasets/contentOf.js';
import { fingerprintDataset } from '../../node/datasets/fingerprintDataset.js';
import type { Evaluation } from '../evaluate/evaluateModel.js';
import { writeAtomically } from '../../node/files/writeAtomically.js';

export interface WriteReportOptions {
  /** Where `report.json`, `report.html` and `confusion.svg` go; made where it does not exist. */
  readonly folder: string;
  readonly model: Model;
  /** As it was opened, without corrections: decisions on the page are about its labels. */
  readonly dataset: Dataset;
  readonly notes: readonly string[];
  readonly history?: readonly EpochMetrics[];
  readonly configuration?: Readonly<Record<string, unknown>>;
}

/** Writes an evaluation as JSON, as one HTML page, and its confusion matrix as SVG. Returns the path of the page. */
export function writeReport({ result, predictions }: Evaluation, options: WriteReportOptions): string {
  const { folder, model, dataset, notes, history, configuration } = options;
  const input = new Uint8Array(INPUT_LENGTH);
  const picture = (row: number): Uint8Array => {
    dataset.readInputs([row], input);
    return input;
  };
  const html = renderReport({
    ...{ result, predictions, notes },
    title: `${result.model.architecture} on ${dataset.source}`,
    createdAt: new Date().toISOString().slice(0, 16).replace('T', ' ') + ' UTC',
    picture,
    decisions: {
      fingerprint: fingerprintDataset(dataset),
      preprocessing: { pipeline: dataset.pipeline, version: pipelines[dataset.pipeline].version },
      pictureOf: (row) => ({
        ...{ row, name: dataset.nameOf(row), content: contentOf(picture(row)), label: dataset.labels[row] },
      }),
    },
    ...(history && { history }),
    configuration: configuration ?? { ...model.config, architecture: model.config.architecture.name },
  });
  mkdirSync(folder, { recursive: true });
  writeAtomically(join(folder, 'report.json'), `${JSON.stringify({ ...result, notes }, null, 2)}\n`);
  writeAtomically(join(folder, 'confusion.svg'), confusionMatrixSvg(result.confusion_matrix));
  const page = join(folder, 'report.html');
  writeAtomically(page, html);
  return page;
}
