import { formatCorrections, parseCorrections, type Corrections } from '../../datasets/corrections.js';
import { formatSplitFile, parseSplitFile, type SplitFile } from '../../datasets/splitFile.js';
import { CONFIG_FILE, WEIGHTS_FILE } from '../../formats/native/fileNames.js';
import { modelFiles, parseModel, type Model } from '../../formats/native/modelFile.js';
import type { FontFiles } from '../../generated/fontDigits.js';
import type { PipelineName } from '../../ink/pipeline.js';
import type { Variant } from '../../kernels/wasm/variant.js';
import { readCheckpoint, writeCheckpoint } from '../../training/checkpoint.js';
import type { Recipe } from '../../training/recipe.js';
import type { EpochMetrics, TrainingState } from '../../training/trainer.js';
import { namedFontFiles, readFontFiles } from '../fontFiles.js';
import type { NamedFiles } from '../pages/reportFiles.js';
import type { RunFiles, RunStore } from './runStore.js';

/** The choices that a run was started with: its `config.json`. */
export interface RunConfig {
  readonly recipe: Recipe;
  readonly preprocessing: PipelineName;
  readonly data: RunData;
  /** What the user called the teachers; their copies are in `teachers/1`, `teachers/2`, ... */
  readonly teachers?: readonly string[];
  /** The variant of the kernels. */
  readonly engine: Variant;
  /** Where it was started: versions, processor and threads. */
  readonly box: Readonly<Record<string, string | number>>;
  /** ISO 8601, UTC. */
  readonly started: string;
}

export interface RunData {
  /** Path or catalogue name. */
  readonly source: string;
  /** SHA-256 of labels and inputs, so that a run is only resumed on the same data. */
  readonly fingerprint: string;
  /** Shares drawn for validation and test if the source names no such parts. */
  readonly validation: number;
  readonly test: number;
  readonly splitSeed: number;
  /** At most this many training images are used; null is all. */
  readonly limit: number | null;
  /**
   * SHA-256 of the groups that the split keeps together (a copy is in `groups.txt`); null: none.
   */
  readonly groups?: string | null;
  /**
   * SHA-256 of the parts that a split file gives the images (a copy is in `split.csv`); null: none.
   */
  readonly split?: string | null;
  /** SHA-256 of the corrections (a copy is in `corrections.json`); null: none. */
  readonly corrections?: string | null;
  /** SHA-256 of the digits of handwriting fonts (copies are in `fonts/`); null: none. */
  readonly fonts?: string | null;
  readonly trainImages: number;
  readonly validationImages: number;
  readonly testImages: number;
}

/** One line of `metrics.jsonl`. */
export interface LoggedEpoch extends EpochMetrics {
  readonly seconds: number;
  readonly imagesPerSecond: number;
}

/**
 * What a run was given beside its data. It keeps copies, so that it can be resumed without the
 * originals.
 */
export interface RunGivens {
  /** [N] */
  readonly groups: Uint32Array | null;
  readonly split: SplitFile | null;
  readonly corrections: Corrections | null;
  readonly teachers: readonly Model[];
  readonly fonts: FontFiles | null;
}

const LAST = 'checkpoint/last.safetensors';
const BEST = 'checkpoint/best.safetensors';
const METRICS = 'metrics.jsonl';
const HISTORY = 'history.csv';
const GROUPS = 'groups.txt';
export const CORRECTIONS = 'corrections.json';
export const SPLIT = 'split.csv';
const FONTS = 'fonts';
const MODEL = 'model';
const teacherFolder = (i: number): string => `teachers/${i + 1}`;

/** What a training run keeps. Every file is whole at every moment. */
export class Run {
  readonly #files: RunFiles;
  #config: RunConfig;
  #log: LoggedEpoch[];

  private constructor(files: RunFiles, config: RunConfig, log: LoggedEpoch[]) {
    this.#files = files;
    this.#config = config;
    this.#log = log;
  }

  get config(): RunConfig {
    return this.#config;
  }

  get path(): string {
    return this.#files.path;
  }

  get log(): readonly LoggedEpoch[] {
    return this.#log;
  }

  /**
   * Makes the run with its config and first checkpoint, all at once: a run that exists can be
   * resumed.
   */
  static async create(
    store: RunStore,
    name: string,
    config: RunConfig,
    state: TrainingState,
    { groups, split, corrections, teachers, fonts }: RunGivens,
  ): Promise<Run> {
    const files = new Map<string, string | Uint8Array>([[CONFIG_FILE, configText(config)]]);
    if (groups !== null) files.set(GROUPS, `${groups.join('\n')}\n`);
    if (split !== null) files.set(SPLIT, formatSplitFile(split));
    if (corrections !== null) files.set(CORRECTIONS, formatCorrections(corrections));
    for (const [i, teacher] of teachers.entries()) {
      for (const [file, bytes] of modelFiles(teacher)) files.set(`${teacherFolder(i)}/${file}`, bytes);
    }
    if (fonts !== null) for (const [file, data] of namedFontFiles(fonts)) files.set(`${FONTS}/${file}`, data);
    files.set(LAST, writeCheckpoint(state));
    return new Run(await store.create(name, files), config, []);
  }

  /**
   * Opens a run to go on with it, or to look at it. Rejects with an Error that names it if it holds
   * no run.
   */
  static async open(store: RunStore, path: string): Promise<{ run: Run; state: TrainingState }> {
    const files = store.open(path);
    const [configBytes, checkpoint] = [await files.read(CONFIG_FILE), await files.read(LAST)];
    if (configBytes === null || checkpoint === null) {
      throw new Error(`run must be a folder with ${CONFIG_FILE} and ${LAST}. Received ${path}.`);
    }
    const config = JSON.parse(textOf(configBytes)) as RunConfig & { format: string };
    if (config.format !== 'numerist-run')
      throw new Error(`${path}/${CONFIG_FILE}: format must be numerist-run. Received ${config.format}.`);
    const state = readCheckpoint(checkpoint);
    const logged = await files.read(METRICS);
    // Epochs that were logged after the checkpoint will be trained, and logged, again.
    const log = linesOf(logged).slice(0, state.position.history.length);
    return { run: new Run(files, config, log), state };
  }

  /** Gives the run a recipe that goes on where its checkpoint is. */
  async changeRecipe(recipe: Recipe): Promise<void> {
    const config = { ...this.#config, recipe };
    await this.write(new Map([[CONFIG_FILE, configText(config)]]));
    this.#config = config;
  }

  /** The copies of what the run was given. */
  async givens(): Promise<RunGivens> {
    const { data, teachers = [] } = this.config;
    const text = async (name: string): Promise<string> => textOf(await this.#need(name));
    return {
      groups: data.groups ? Uint32Array.from((await text(GROUPS)).trim().split('\n').map(Number)) : null,
      split: data.split ? parseSplitFile(await text(SPLIT), this.pathOf(SPLIT)) : null,
      corrections: data.corrections ? parseCorrections(await text(CORRECTIONS), this.pathOf(CORRECTIONS)) : null,
      fonts: data.fonts ? await readFontFiles((file) => this.#need(`${FONTS}/${file}`)) : null,
      teachers: await Promise.all(
        teachers.map(async (_, i) => {
          const config = await text(`${teacherFolder(i)}/${CONFIG_FILE}`);
          return parseModel(config, await this.#need(`${teacherFolder(i)}/${WEIGHTS_FILE}`));
        }),
      ),
    };
  }

  /** What a user calls a file of the run. */
  pathOf(name: string): string {
    return `${this.path}/${name}`;
  }

  /** Adds an epoch to `metrics.jsonl` and `history.csv`. */
  async logEpoch(epoch: LoggedEpoch): Promise<void> {
    this.#log.push(epoch);
    const columns = [
      'epoch',
      'loss',
      'accuracy',
      'val_loss',
      'val_accuracy',
      'rate',
      'seconds',
      'imagesPerSecond',
    ] as const;
    const rows = this.#log.map((line) => columns.map((column) => line[column] ?? '').join(','));
    await this.write(
      new Map([
        [METRICS, this.#log.map((line) => `${JSON.stringify(line)}\n`).join('')],
        [HISTORY, `${[columns.join(','), ...rows].join('\n')}\n`],
      ]),
    );
  }

  /** `best`: this state is the best so far and is kept beside the last. */
  async saveCheckpoint(state: TrainingState, best: boolean): Promise<void> {
    const bytes = writeCheckpoint(state);
    if (best) await this.write(new Map([[BEST, bytes]]));
    await this.write(new Map([[LAST, bytes]]));
  }

  async saveModel(model: Model): Promise<void> {
    await this.#files.replaceFolder(MODEL, modelFiles(model));
  }

  async write(files: NamedFiles): Promise<void> {
    await this.#files.write(files);
  }

  async #need(name: string): Promise<Uint8Array> {
    const bytes = await this.#files.read(name);
    if (bytes === null) throw new Error(`run ${this.path} must hold ${name}. It is missing.`);
    return bytes;
  }
}

function configText(config: RunConfig): string {
  return `${JSON.stringify({ format: 'numerist-run', version: 1, ...config }, null, 2)}\n`;
}

function textOf(bytes: Uint8Array): string {
  return new TextDecoder().decode(bytes);
}

function linesOf(bytes: Uint8Array | null): LoggedEpoch[] {
  if (bytes === null) return [];
  const lines = textOf(bytes)
    .split('\n')
    .filter((line) => line !== '');
  return lines.map((line) => JSON.parse(line) as LoggedEpoch);
}
