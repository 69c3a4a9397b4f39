import type { Scaling } from '../../digits/answerProbabilities.js';
import type { Calibration, CalibrationDomain } from '../../digits/calibration.js';
import { definedOnly } from '../../definedOnly.js';
import { ModelFileError } from '../../errors.js';
import type { PipelineName } from '../../ink/pipeline.js';
import { pipelines } from '../../ink/pipelines.js';
import type { Architecture } from '../../network/architecture.js';
import { ConfigField } from './configField.js';
import { duplicateKey } from './duplicateKey.js';
import { readArchitecture } from './readArchitecture.js';

/** What a model learned from. */
export interface TrainingData {
  /** The path or catalogue name that the user gave. */
  readonly source: string;
  /** SHA-256 of its labels and inputs; '' if it is not known. */
  readonly fingerprint: string;
  /**
   * Shares of the rows, 0..1, drawn at random for validation and test if the source does not name
   * its own.
   */
  readonly validation: number;
  readonly test: number;
  /** Seed of that draw. */
  readonly splitSeed: number;
  /** SHA-256 of the groups that this draw kept together; missing if there were none. */
  readonly groups?: string;
  /** SHA-256 of the parts that a split file gave the images; missing if there was none. */
  readonly split?: string;
  /** Number of training images. */
  readonly n: number;
  /** Digits on made paper beside these; missing if there were none. */
  readonly made?: MadeData | undefined;
}

/** Pictures on made paper that a model learned from. */
export interface MadeData {
  readonly n: number;
  /** Shares of drawn forms and of handwriting fonts among them, 0..1. */
  readonly forms: number;
  readonly fonts: number;
}

/** All of a model that is not weights: what `config.json` says. */
export interface ModelConfig extends Scaling {
  /** With every layer, so that a model file does not depend on the catalogue of architectures. */
  readonly architecture: Architecture;
  readonly preprocessing: { readonly pipeline: PipelineName; readonly version: number };
  /**
   * What each logit stands for: '0' to '9', and then 'not a digit' if the network has learned that
   * too.
   */
  readonly labels: readonly string[];
  /** How often each confidence is right, as measured by `numerist calibrate`. */
  readonly calibration?: Calibration;
  /** Null if the model was not trained on a data set, as in tests. */
  readonly trainingData: TrainingData | null;
  /** For instance `val_accuracy` by name; every value finite. */
  readonly metrics: Readonly<Record<string, number>>;
  /** The kernels that trained it. */
  readonly engine: string;
  /** ISO 8601, UTC. */
  readonly created: string;
}

const FORMAT = 'numerist-model';
const VERSION = 1;
const DIGIT_LABELS: readonly string[] = ['0', '1', '2', '3', '4', '5', '6', '7', '8', '9'];
const DOUBTING_LABELS: readonly string[] = [...DIGIT_LABELS, 'not a digit'];

/** The labels of a network with 10 outputs, or with 11. */
export function labelsFor(outputs: number): readonly string[] {
  return outputs === DOUBTING_LABELS.length ? DOUBTING_LABELS : DIGIT_LABELS;
}

/** Reads and checks the text of a config.json. Throws ModelFileError that names the field. */
export function parseModelConfig(text: string): ModelConfig {
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch (cause) {
    throw new ModelFileError(`config.json: must be JSON. ${String(cause)}.`, { cause });
  }
  const twice = duplicateKey(text);
  if (twice !== null) throw new ModelFileError(`config.json: ${twice} must occur once in its object. Received two.`);
  const config = new ConfigField(json);
  config.field('format').oneOf([FORMAT]);
  config.field('version').oneOf([VERSION]);
  const architecture = readArchitecture(config.field('architecture'));
  const preprocessing = readPreprocessing(config.field('preprocessing'));
  const [height, width] = pipelines[preprocessing.pipeline].input;
  if (architecture.input.join() !== [height, width, 1].join()) {
    const input = config.field('architecture').field('input');
    throw input.error(`must be [${height}, ${width}, 1], the input that ${preprocessing.pipeline} makes`);
  }
  return definedOnly({
    architecture,
    preprocessing,
    labels: readLabels(config.field('labels')),
    temperature: config.field('temperature').numberAbove(0),
    notDigitBias: config.optional('notDigitBias')?.number(),
    calibration: readCalibration(config.field('calibration')),
    trainingData: readTrainingData(config.field('trainingData')),
    metrics: readMetrics(config.field('metrics')),
    engine: config.field('engine').string(),
    created: config.field('created').string(),
  });
}

/** The text of a config.json: indented, ending in a newline. */
export function formatModelConfig(config: ModelConfig): string {
  return `${JSON.stringify({ format: FORMAT, version: VERSION, ...config }, null, 2)}\n`;
}

function readPreprocessing(field: ConfigField): ModelConfig['preprocessing'] {
  const pipeline = field.field('pipeline').oneOf(Object.keys(pipelines) as PipelineName[]);
  // An input prepared in another way than the training data would be read wrongly, without any
  // error.
  const version = field.field('version').oneOf([pipelines[pipeline].version]);
  return { pipeline, version };
}

function readLabels(field: ConfigField): readonly string[] {
  const labels = field.items().map((item) => item.string());
  if (labels.join() !== labelsFor(labels.length).join()) {
    throw field.error(`must be ${JSON.stringify(DIGIT_LABELS)}, or these and "${DOUBTING_LABELS[10]}"`);
  }
  return labels;
}

function readTrainingData(field: ConfigField): TrainingData | null {
  if (field.value === null) return null;
  return definedOnly({
    source: field.field('source').string(),
    fingerprint: field.field('fingerprint').string(),
    validation: field.field('validation').share(),
    test: field.field('test').share(),
    splitSeed: field.field('splitSeed').wholeNumber(0),
    groups: field.optional('groups')?.string(),
    split: field.optional('split')?.string(),
    n: field.field('n').wholeNumber(0),
    made: readMade(field.optional('made')),
  });
}

function readMade(field: ConfigField | undefined): MadeData | undefined {
  if (field === undefined) return undefined;
  return {
    n: field.field('n').wholeNumber(0),
    forms: field.field('forms').share(),
    fonts: field.field('fonts').share(),
  };
}

function readCalibration(field: ConfigField): Calibration | undefined {
  if (field.value === undefined || field.value === null) return undefined;
  const n = field.field('n').wholeNumber(1);
  let before = 1;
  const points = field
    .field('points')
    .items()
    .map((point) => {
      const answered = point.field('answered').wholeNumber(before);
      if (answered > n) throw point.field('answered').error(`must be at most n, ${n}`);
      const errors = point.field('errors').wholeNumber(0);
      if (errors > answered) throw point.field('errors').error(`must be at most answered, ${answered}`);
      before = answered;
      return { confidence: point.field('confidence').number(), answered, errors };
    });
  const domains = field
    .optional('domains')
    ?.items()
    .map((domain) => readDomain(domain, points.length));
  return definedOnly({ data: field.field('data').string(), n, level: field.field('level').share(), points, domains });
}

function readDomain(field: ConfigField, points: number): CalibrationDomain {
  const n = field.field('n').wholeNumber(0);
  const counts = (name: string): number[] => {
    const items = field.field(name).items();
    if (items.length !== points) throw field.field(name).error(`must have one count per point, ${points}`);
    return items.map((item) => item.wholeNumber(0));
  };
  const [answered, errors] = [counts('answered'), counts('errors')];
  answered.forEach((count, i) => {
    const isFalling = i > 0 && count < answered[i - 1];
    if (isFalling || count > n) throw field.field('answered').error(`must rise, to at most n, ${n}`);
    if (errors[i] > count) throw field.field('errors').error('must be at most answered, point by point');
  });
  const [wrong, missed] = ['wrong', 'missed'].map((name) => field.field(name).wholeNumber(0));
  return { name: field.field('name').string(), n, wrong, missed, answered, errors };
}

function readMetrics(field: ConfigField): Record<string, number> {
  return Object.fromEntries(field.entries().map(([name, metric]) => [name, metric.number()]));
}
