import { ModelFileError } from '../errors.js';
import type { PipelineName } from '../ink/pipeline.js';
import { pipelines } from '../ink/pipelines.js';
import type { Architecture } from './architecture.js';
import { ConfigField } from './configField.js';
import { duplicateKey } from './duplicateKey.js';
import { readArchitecture } from './readArchitecture.js';

/** What a model learned from. */
export interface TrainingData {
  /** The path or catalogue name that the user gave. */
  readonly source: string;
  /** SHA-256 of its labels and inputs; '' where it is not known. */
  readonly fingerprint: string;
  /** Shares of the rows, 0..1, drawn at random for validation and test where the source names none of its own. */
  readonly validation: number;
  readonly test: number;
  /** Seed of that draw. */
  readonly splitSeed: number;
  /** SHA-256 of the groups that this draw kept together; missing where there were none. */
  readonly groups?: string;
  /** Number of training images. */
  readonly n: number;
}

/** All of a model that is not weights: what `config.json` says. */
export interface ModelConfig {
  /** With every layer, so that a model file does not depend on the catalogue of architectures. */
  readonly architecture: Architecture;
  readonly preprocessing: { readonly pipeline: PipelineName; readonly version: number };
  /** What each logit stands for: '0' to '9'. */
  readonly labels: readonly string[];
  /** Logits are divided by this before the softmax; above 0, 1 = as trained (Guo et al. 2017, arXiv:1706.04599). */
  readonly temperature: number;
  /** Null where the model was not trained on a data set, as in tests. */
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
  return {
    architecture: readArchitecture(config.field('architecture')),
    preprocessing: readPreprocessing(config.field('preprocessing')),
    labels: readLabels(config.field('labels')),
    temperature: config.field('temperature').numberAbove(0),
    trainingData: readTrainingData(config.field('trainingData')),
    metrics: readMetrics(config.field('metrics')),
    engine: config.field('engine').string(),
    created: config.field('created').string(),
  };
}

/** The text of a config.json: indented, ending in a newline. */
export function formatModelConfig(config: ModelConfig): string {
  return `${JSON.stringify({ format: FORMAT, version: VERSION, ...config }, null, 2)}\n`;
}

function readPreprocessing(field: ConfigField): ModelConfig['preprocessing'] {
  const pipeline = field.field('pipeline').oneOf(Object.keys(pipelines) as PipelineName[]);
  // An input prepared in another way than the training data would be read wrongly, without any sign of it.
  const version = field.field('version').oneOf([pipelines[pipeline].version]);
  return { pipeline, version };
}

function readLabels(field: ConfigField): readonly string[] {
  const labels = field.items().map((item) => item.string());
  if (labels.join() !== DIGIT_LABELS.join()) throw field.error(`must be ${JSON.stringify(DIGIT_LABELS)}`);
  return labels;
}

function readTrainingData(field: ConfigField): TrainingData | null {
  if (field.value === null) return null;
  return {
    source: field.field('source').string(),
    fingerprint: field.field('fingerprint').string(),
    validation: field.field('validation').share(),
    test: field.field('test').share(),
    splitSeed: field.field('splitSeed').wholeNumber(0),
    ...(field.field('groups').value !== undefined && { groups: field.field('groups').string() }),
    n: field.field('n').wholeNumber(0),
  };
}

function readMetrics(field: ConfigField): Record<string, number> {
  return Object.fromEntries(field.entries().map(([name, metric]) => [name, metric.number()]));
}
