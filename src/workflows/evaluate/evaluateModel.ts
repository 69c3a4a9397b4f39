import type { Dataset } from '../../datasets/dataset.js';
import { evaluate, type EvaluatedModel, type EvaluationResult } from '../../evaluation/evaluate.js';
import { generateInputs } from '../../generated/generateInputs.js';
import { thresholdFor } from '../../digits/thresholdFor.js';
import { confidencesOf, type Predictions } from '../../evaluation/predictions.js';
import { inMemory } from '../predict/inMemory.js';
import type { Model } from '../../formats/native/modelFile.js';
import type { PredictOptions } from '../predict/predictLogits.js';
import { predictRows } from '../predict/predictRows.js';
import { layerTable } from '../../network/layerTable.js';
import type { EvaluationRows } from './chooseEvaluationRows.js';
import type { OtherModelData } from './notesOnOther.js';
import { measureRobustness } from './measureRobustness.js';

export interface EvaluateModelOptions extends Omit<PredictOptions, 'onProgress'> {
  /** The share of wrong answers that is asked for, above 0 and below 1; the model must be calibrated. */
  readonly targetError?: number;
  /** How many pictures that are not digits to draw and read. @default 0 */
  readonly notDigits?: number;
  /** A model to compare with, on the same rows. */
  readonly against?: OtherModelData;
  /** Rows with a variant of their drawing among the `searched` images that the model was trained on. */
  readonly leaks?: { readonly rows: ReadonlySet<number>; readonly searched: number };
  /** [dataset.length], the name of each row's group; null where it is not known. */
  readonly groups?: readonly (string | null)[];
  /** How many of the pictures to read under stated shifts as well. @default 0 */
  readonly robustness?: number;
  /** Called with what is read, the number of pictures done and that of all. */
  readonly onProgress?: (what: string, done: number, of: number) => void;
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
  options: EvaluateModelOptions = {},
): Promise<Evaluation> {
  const { targetError, notDigits = 0, against, leaks, groups, robustness = 0, threads, onProgress, signal } = options;
  const { preprocessing, calibration } = model.config;
  const threshold = targetError === undefined ? null : thresholdFor(calibration, targetError);
  const predictions: Predictions = {
    labels: Uint8Array.from(chosen.rows, (row) => dataset.labels[row]),
    probabilities: await predictRows(model, dataset, chosen.rows, reading('reading')),
    rows: chosen.rows,
    nameOf: (row) => dataset.nameOf(row),
  };
  const result = evaluate(predictions, {
    model: describeModel(model, name),
    ...(threshold !== null &&
      targetError !== undefined && { target: { error: targetError, confidence: threshold.confidence } }),
    ...(notDigits > 0 && { notDigits: await readNotDigits() }),
    ...(against && {
      against: {
        model: describeModel(against.model, against.name),
        probabilities: await predictRows(
          against.model,
          against.dataset,
          chosen.rows,
          reading(`reading with ${against.name}`),
        ),
      },
    }),
    ...(leaks && {
      leaks: { leaked: Uint8Array.from(chosen.rows, (row) => (leaks.rows.has(row) ? 1 : 0)), searched: leaks.searched },
    }),
    ...(groups && { groups: Array.from(chosen.rows, (row) => groups[row]) }),
    ...(robustness > 0 && {
      robustness: await measureRobustness(model, dataset, chosen.rows, {
        pictures: robustness,
        ...reading('reading shifted pictures', Math.min(robustness, chosen.rows.length)),
      }),
    }),
    data: { source: dataset.source, format: dataset.format, split: chosen.part, skipped: dataset.skipped.length },
  });
  return { result, predictions };

  async function readNotDigits(): Promise<Float32Array> {
    const { inputs } = generateInputs(notDigits, { pipeline: preprocessing.pipeline, seed: SEED });
    const drawn = inMemory(inputs, preprocessing.pipeline);
    return confidencesOf(await predictRows(model, drawn, drawn.rows, reading('reading what is no digit', notDigits)));
  }

  function reading(what: string, of = chosen.rows.length): PredictOptions {
    return {
      ...(threads && { threads }),
      ...(onProgress && {
        onProgress: (done: number) => {
          onProgress(what, done, of);
        },
      }),
      ...(signal && { signal }),
    };
  }
}

function describeModel({ config: { architecture, preprocessing } }: Model, name: string): EvaluatedModel {
  const { trainable } = layerTable(architecture);
  return { name, architecture: architecture.name, parameters: trainable, preprocessing: preprocessing.pipeline };
}
