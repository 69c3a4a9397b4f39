import type { Dataset } from '../datasets/dataset.js';
import { evaluate, type EvaluationResult } from '../evaluation/evaluate.js';
import type { Predictions } from '../evaluation/predictions.js';
import type { Model } from '../network/modelFile.js';
import type { PredictOptions } from './predictLogits.js';
import { predictRows } from './predictRows.js';
import { layerTable } from '../network/layerTable.js';
import type { EvaluationRows } from './chooseEvaluationRows.js';

export interface Evaluation {
  readonly result: EvaluationResult;
  readonly predictions: Predictions;
}

/** Reads the chosen rows with a model and scores the answers. `name` is what the user called the model. */
export async function evaluateModel(
  model: Model,
  name: string,
  dataset: Dataset,
  chosen: EvaluationRows,
  options: PredictOptions = {},
): Promise<Evaluation> {
  const { architecture, preprocessing } = model.config;
  const predictions: Predictions = {
    labels: Uint8Array.from(chosen.rows, (row) => dataset.labels[row]),
    probabilities: await predictRows(model, dataset, chosen.rows, options),
    rows: chosen.rows,
    nameOf: (row) => dataset.nameOf(row),
  };
  const result = evaluate(predictions, {
    model: {
      name,
      architecture: architecture.name,
      parameters: layerTable(architecture).trainable,
      preprocessing: preprocessing.pipeline,
    },
    data: { source: dataset.source, format: dataset.format, split: chosen.part, skipped: dataset.skipped.length },
  });
  return { result, predictions };
}
