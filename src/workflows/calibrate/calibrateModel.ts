import { definedOnly } from '../../definedOnly.js';
import type { Dataset } from '../../datasets/dataset.js';
import { generateInputs } from '../../generated/generateInputs.js';
import { TARGET_ERRORS } from '../../digits/thresholdFor.js';
import { calibrate, type CalibrationReport, type HeldOutGroup } from '../../evaluation/calibration/calibrate.js';
import { shifts as allShifts } from '../../evaluation/calibration/shifts.js';
import { inputLengthOf } from '../../ink/pipelines.js';
import type { Model } from '../../formats/native/modelFile.js';
import type { EvaluationRows } from '../evaluate/chooseEvaluationRows.js';
import { inMemory } from '../../datasets/inMemory.js';
import type { Platform } from '../platform.js';
import { predictLogits } from '../predict/predictLogits.js';

export interface CalibrateModelOptions {
  /**
   * Whether the digits are also read turned, scaled, slanted, thinner, wider, noisy and blurred.
   */
  readonly shifts: boolean;
  /** How many pictures that are not digits to draw. */
  readonly notDigits: number;
  /** Share of pictures that are not digits, expected in use, 0..1. */
  readonly notDigitShare: number;
  /** The certainty of the promised error, 0..1. */
  readonly level: number;
  /** Called with the number of pictures read, and the total. */
  readonly onProgress?: ((done: number, of: number) => void) | undefined;
  readonly signal?: AbortSignal | undefined;
}

/** Keeps the drawn pictures apart from those of training, which are drawn with small seeds. */
const SEED = 0xca11b;

/**
 * Reads held-out digits with a model, as they are and changed, and pictures that are not digits.
 * Returns the model, calibrated on these answers.
 */
export async function calibrateModel(
  platform: Pick<Platform, 'startThreads' | 'nextTurn'>,
  model: Model,
  dataset: Dataset,
  { rows, part }: EvaluationRows,
  options: CalibrateModelOptions,
): Promise<{ readonly model: Model; readonly report: CalibrationReport }> {
  const { onProgress, signal } = options;
  const { architecture, preprocessing, labels: outputs, metrics } = model.config;
  const labels = Uint8Array.from(rows, (row) => dataset.labels[row]);
  const shifts = [{ name: 'as they are', apply: () => undefined }, ...(options.shifts ? allShifts : [])];
  const of = rows.length * shifts.length + options.notDigits;
  let before = 0;

  const predict = async (inputs: Uint8Array): Promise<Float32Array> => {
    const data = inMemory(inputs, dataset.pipeline);
    const logits = await predictLogits(platform, { architecture, tensors: model.tensors }, data, data.rows, {
      onProgress: (done) => onProgress?.(before + done, of),
      signal,
    });
    before += data.rows.length;
    return logits;
  };

  const groups: HeldOutGroup[] = [];
  for (const { name, apply } of shifts) {
    const inputs = new Uint8Array(rows.length * inputLengthOf(dataset.pipeline));
    dataset.readInputs(rows, inputs);
    apply(inputs);
    groups.push({ name, labels, logits: await predict(inputs) });
  }
  const drawn = generateInputs(options.notDigits, { pipeline: preprocessing.pipeline, seed: SEED });
  const report = calibrate(groups, await predict(drawn.inputs), {
    K: outputs.length,
    data: `${dataset.source}, ${part}${shifts.length > 1 ? `, as they are and ${shifts.length - 1} times changed` : ''}`,
    level: options.level,
    targets: TARGET_ERRORS,
    before: model.config,
    notDigitShare: options.notDigitShare,
  });
  const measured = definedOnly({ ece: report.groups[0].ece, not_a_digit_auroc: report.notDigits?.auroc });
  const config = {
    ...model.config,
    ...report.scaling,
    calibration: report.calibration,
    metrics: { ...metrics, ...measured },
  };
  return { model: { ...model, config }, report };
}
