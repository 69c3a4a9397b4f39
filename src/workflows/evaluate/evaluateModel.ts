import type { Dataset } from '../../datasets/dataset.js';
import { inMemory } from '../../datasets/inMemory.js';
import type { ReadSourceImages } from '../../datasets/sourceImage.js';
import { thresholdFor } from '../../digits/thresholdFor.js';
import { evaluate } from '../../evaluation/evaluate.js';
import type { EvaluatedModel, EvaluationResult } from '../../evaluation/evaluationResult.js';
import { confidencesOf, type Predictions } from '../../evaluation/predictions.js';
import type { Model } from '../../formats/native/modelFile.js';
import { generateInputs } from '../../generated/generateInputs.js';
import { layerTable } from '../../network/layerTable.js';
import type { Platform } from '../platform.js';
import { predictRows } from '../predict/predictRows.js';
import type { EvaluationRows } from './chooseEvaluationRows.js';
import { measureRobustness } from './measureRobustness.js';
import type { OtherModelData } from './notesOnOther.js';

export interface EvaluateModelOptions {
  /** The accepted share of wrong answers, above 0 and below 1; the model must be calibrated. */
  readonly targetError?: number | undefined;
  /** How many pictures that are not digits to draw and read. @default 0 */
  readonly notDigits?: number;
  /** A model to compare with, on the same rows. */
  readonly against?: OtherModelData | null;
  /**
   * Rows with a variant of their drawing among the `searched` images that the model learned from.
   */
  readonly leaks?: { readonly rows: ReadonlySet<number>; readonly searched: number } | null;
  /** [dataset.length], the name of each row's group; null if it is not known. */
  readonly groups?: readonly (string | null)[] | null;
  /** How many pictures to read under stated shifts as well, and how to get at them. */
  readonly robustness?: { readonly pictures: number; readonly readSource: ReadSourceImages } | null;
  /** Called with what is read, the number of pictures done and that of all. */
  readonly onProgress?: ((what: string, done: number, of: number) => void) | undefined;
  readonly signal?: AbortSignal | undefined;
}

/** Keeps the drawn pictures apart from those of training and of calibration. */
const SEED = 0xe7a1;

export interface Evaluation {
  readonly result: EvaluationResult;
  readonly predictions: Predictions;
}

/**
 * Reads the chosen rows with a model and scores the answers. `name` is what the user called the
 * model. Throws RangeError for a target error that the model's calibration cannot promise.
 */
export async function evaluateModel(
  platform: Pick<Platform, 'startThreads' | 'nextTurn'>,
  model: Model,
  name: string,
  dataset: Dataset,
  chosen: EvaluationRows,
  options: EvaluateModelOptions = {},
): Promise<Evaluation> {
  const { targetError, notDigits = 0, against = null, leaks = null, groups = null, robustness = null } = options;
  const { onProgress, signal } = options;
  const { rows } = chosen;
  const { preprocessing, calibration } = model.config;
  const threshold = targetError === undefined ? null : thresholdFor(calibration, targetError);
  const reading = (what: string, of = rows.length) => ({
    onProgress: (done: number) => onProgress?.(what, done, of),
    signal,
  });

  const predictions: Predictions = {
    labels: Uint8Array.from(rows, (row) => dataset.labels[row]),
    probabilities: await predictRows(platform, model, dataset, rows, reading('reading')),
    rows,
    nameOf: (row) => dataset.nameOf(row),
  };
  const readNotDigits = async (): Promise<Float32Array> => {
    const { inputs } = generateInputs(notDigits, { pipeline: preprocessing.pipeline, seed: SEED });
    const drawn = inMemory(inputs, preprocessing.pipeline);
    const answers = await predictRows(
      platform,
      model,
      drawn,
      drawn.rows,
      reading('reading pictures that are not digits', notDigits),
    );
    return confidencesOf(answers);
  };
  const readAgainst = async (other: OtherModelData) => ({
    model: describeModel(other.model, other.name),
    probabilities: await predictRows(platform, other.model, other.dataset, rows, reading(`reading with ${other.name}`)),
  });
  const readShifted = async ({ pictures, readSource }: NonNullable<EvaluateModelOptions['robustness']>) =>
    measureRobustness(platform, model, dataset, rows, {
      pictures,
      readSource,
      ...reading('reading shifted pictures', Math.min(pictures, rows.length)),
    });

  const result = evaluate(predictions, {
    model: describeModel(model, name),
    target:
      threshold === null || targetError === undefined
        ? undefined
        : { error: targetError, confidence: threshold.confidence },
    notDigits: notDigits > 0 ? await readNotDigits() : undefined,
    against: against === null ? undefined : await readAgainst(against),
    leaks: leaks === null ? undefined : { leaked: marked(rows, leaks.rows), searched: leaks.searched },
    groups: groups === null ? undefined : Array.from(rows, (row) => groups[row]),
    robustness: robustness === null ? undefined : await readShifted(robustness),
    data: { source: dataset.source, format: dataset.format, split: chosen.part, skipped: dataset.skipped.length },
  });
  return { result, predictions };
}

/** [rows.length], 1 for each row that is in the set. */
function marked(rows: Uint32Array, set: ReadonlySet<number>): Uint8Array {
  return Uint8Array.from(rows, (row) => (set.has(row) ? 1 : 0));
}

function describeModel({ config: { architecture, preprocessing } }: Model, name: string): EvaluatedModel {
  const { trainable } = layerTable(architecture);
  return { name, architecture: architecture.name, parameters: trainable, preprocessing: preprocessing.pipeline };
}
