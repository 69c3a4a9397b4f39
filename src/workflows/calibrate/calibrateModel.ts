import { rowsWhere } from '../../datasets/rowsWhere.js';
import { inMemory } from '../../datasets/inMemory.js';
import type { Dataset } from '../../datasets/dataset.js';
import { definedOnly } from '../../definedOnly.js';
import { TARGET_ERRORS } from '../../digits/thresholdFor.js';
import { calibrate, type CalibrationReport, type HeldOutGroup } from '../../evaluation/calibration/calibrate.js';
import { shifts } from '../../evaluation/calibration/shifts.js';
import type { Model } from '../../formats/native/modelFile.js';
import { generateInputs } from '../../generated/generateInputs.js';
import { madeDomains } from '../../generated/made/domains.js';
import type { ViewPlan, Views } from '../../generated/made/viewPlan.js';
import { inputLengthOf } from '../../ink/pipelines.js';
import type { EvaluationRows } from '../evaluate/chooseEvaluationRows.js';
import type { Platform } from '../platform.js';
import { predictLogits } from '../predict/predictLogits.js';

export interface CalibrateModelOptions {
  /**
   * Whether the digits are also read turned, scaled, slanted, thinner, wider, noisy and blurred.
   */
  readonly shifts: boolean;
  /** How many pictures on made paper to make of the digits in each domain; 0 for none. */
  readonly made: number;
  /** How many pictures that are not digits to draw. */
  readonly notDigits: number;
  /** Share of pictures that are not digits, expected in use, 0..1. */
  readonly notDigitShare: number;
  /** The certainty of the promised error, 0..1. */
  readonly level: number;
  /** Called with the number of pictures made or read, and the total. */
  readonly onProgress?: ((what: 'making' | 'reading', done: number, of: number) => void) | undefined;
  readonly signal?: AbortSignal | undefined;
}

/** Keeps the drawn pictures apart from those of training, which are drawn with small seeds. */
const SEED = 0xca11b;
/** The domain of the digits as they are, and that of the changed ones. */
const [PLAIN, CHANGED] = ['plain', 'changed'];

interface Group extends Pick<HeldOutGroup, 'name' | 'domain' | 'labels' | 'missed'> {
  readonly inputs: Uint8Array;
}

/**
 * Reads held-out digits with a model, as they are, changed, and on made paper, and pictures that
 * are not digits. Returns the model, calibrated on these answers.
 */
export async function calibrateModel(
  platform: Pick<Platform, 'startThreads' | 'nextTurn' | 'makeViews'>,
  model: Model,
  dataset: Dataset,
  { rows, part }: EvaluationRows,
  options: CalibrateModelOptions,
): Promise<{ readonly model: Model; readonly report: CalibrationReport }> {
  const { onProgress, signal } = options;
  const { architecture, preprocessing, labels: outputs, metrics } = model.config;
  const groups = [...asTheyAre(dataset, rows, options.shifts), ...(await onPaper(platform, dataset, rows, options))];
  const of = groups.reduce((sum, { labels }) => sum + labels.length, options.notDigits);
  let before = 0;
  const predict = async (inputs: Uint8Array): Promise<Float32Array> => {
    const data = inMemory(inputs, dataset.pipeline);
    const logits = await predictLogits(platform, { architecture, tensors: model.tensors }, data, data.rows, {
      onProgress: (done) => onProgress?.('reading', before + done, of),
      signal,
    });
    before += data.rows.length;
    return logits;
  };
  const answered: HeldOutGroup[] = [];
  for (const { inputs, ...group } of groups) answered.push({ ...group, logits: await predict(inputs) });
  const drawn = generateInputs(options.notDigits, { pipeline: preprocessing.pipeline, seed: SEED });
  const report = calibrate(answered, await predict(drawn.inputs), {
    K: outputs.length,
    data: describeData(dataset.source, part, options),
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

function asTheyAre(dataset: Dataset, rows: Uint32Array, isShifted: boolean): Group[] {
  const labels = Uint8Array.from(rows, (row) => dataset.labels[row]);
  const plain = { name: 'as they are', domain: PLAIN, apply: () => undefined };
  const changes = isShifted ? shifts.map((shift) => ({ ...shift, domain: CHANGED })) : [];
  return [plain, ...changes].map(({ name, domain, apply }) => {
    const inputs = new Uint8Array(rows.length * inputLengthOf(dataset.pipeline));
    dataset.readInputs(rows, inputs);
    apply(inputs);
    return { name, domain, labels, inputs };
  });
}

/** The digits on made paper, in each domain, where the ink step has found them. */
async function onPaper(
  { makeViews }: Pick<Platform, 'makeViews'>,
  dataset: Dataset,
  rows: Uint32Array,
  { made, onProgress, signal }: CalibrateModelOptions,
): Promise<Group[]> {
  if (made === 0) return [];
  const [people] = asTheyAre(dataset, rows, false);
  const groups: Group[] = [];
  for (const { name, plan } of madeDomains) {
    const whole: ViewPlan = {
      ...plan,
      count: made,
      pipeline: dataset.pipeline,
      seed: SEED,
      formSet: 'held out',
      fonts: 0,
      notDigits: 0,
      foundOnly: false,
    };
    const views = await makeViews(
      whole,
      { people },
      {
        onProgress: (done) => onProgress?.('making', groups.length * made + done, madeDomains.length * made),
        signal,
      },
    );
    groups.push({ name: `${name}, made`, domain: name, ...foundIn(views) });
  }
  return groups;
}

/** The pictures in which the ink step has found the digit, and how many others there are. */
function foundIn({ inputs, labels, found }: Views): Pick<Group, 'inputs' | 'labels' | 'missed'> {
  const kept = rowsWhere(labels.length, (row) => found[row] === 1);
  const length = inputs.length / labels.length;
  const own = new Uint8Array(kept.length * length);
  kept.forEach((row, i) => {
    own.set(inputs.subarray(row * length, (row + 1) * length), i * length);
  });
  return { inputs: own, labels: Uint8Array.from(kept, (row) => labels[row]), missed: labels.length - kept.length };
}

function describeData(source: string, part: string, { shifts: isShifted, made }: CalibrateModelOptions): string {
  const kinds = [
    'as they are',
    ...(isShifted ? [`${shifts.length} times changed`] : []),
    ...(made > 0 ? [`on made paper in ${madeDomains.length} domains`] : []),
  ];
  return kinds.length === 1
    ? `${source}, ${part}`
    : `${source}, ${part}, ${kinds.join(', ').replace(/, ([^,]*)$/, ' and $1')}`;
}
