import type { Dataset } from '../datasets/dataset.js';
import { evaluate, type EvaluationResult } from '../evaluation/evaluate.js';
import { generateInputs } from '../datasets/generated/generateInputs.js';
import { promise } from '../digits/promise.js';
import { confidencesOf, type Predictions } from '../evaluation/predictions.js';
import { inMemory } from './inMemory.js';
import type { Model } from '../network/modelFile.js';
import type { PredictOptions } from './predictLogits.js';
import { predictRows } from './predictRows.js';
import { layerTable } from '../network/layerTable.js';
import type { EvaluationRows } from './chooseEvaluationRows.js';

export interface EvaluateModelOptions extends PredictOptions {
  /** The share of wrong answers that is asked for, above 0 and below 1; the model must be calibrated. */
  readonly targetError?: number;
  /** How many pictures that are not digits to draw and read. @default 0 */
  readonly notDigits?: number;
}

/** Sets the drawn pictures apart from those of training and of calibration. */
const SEED = 0xe7a1;

export interface Evaluation {
  readonly result: EvaluationResult;
  readonly predictions: Predictions;
}

/**
 * Reads the chosen rows with a model and scores the answers. `name` is what the user called the model. Throws RangeError for
 * a target error that the model's calibration cannot promise.
 */
export async function evaluateModel(
  model: Model,
  name: string,
  dataset: Dataset,
  chosen: EvaluationRows,
  { targetError, notDigits = 0, ...options }: EvaluateModelOptions = {},
): Promise<Evaluation> {
  const { architecture, preprocessing, calibration } = model.config;
  const threshold = targetError === undefined ? null : promise(calibration, targetError);
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
    ...(threshold !== null &&
      targetError !== undefined && { target: { error: targetError, confidence: threshold.confidence } }),
    ...(notDigits > 0 && { notDigits: await readNotDigits() }),
    data: { source: dataset.source, format: dataset.format, split: chosen.part, skipped: dataset.skipped.length },
  });
  return { result, predictions };

  async function readNotDigits(): Promise<Float32Array> {
    const { inputs } = generateInputs(notDigits, { pipeline: preprocessing.pipeline, seed: SEED });
    const { threads, signal } = options;
    const drawn = inMemory(inputs, preprocessing.pipeline);
    const read = { ...(threads && { threads }), ...(signal && { signal }) };
    return confidencesOf(await predictRows(model, drawn, drawn.rows, read));
  }
}
