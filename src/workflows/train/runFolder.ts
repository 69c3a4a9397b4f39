import { existsSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { formatCorrections, parseCorrections, type Corrections } from '../../datasets/corrections.js';
import { formatSplitFile, parseSplitFile, type SplitFile } from '../../datasets/splitFile.js';
import type { Model } from '../../formats/native/modelFile.js';
import type { Recipe } from '../../training/recipe.js';
import type { EpochMetrics, TrainingState } from '../../training/trainer.js';
import { readCheckpoint, writeCheckpoint } from '../../training/checkpoint.js';
import type { Variant } from '../../kernels/wasm/variant.js';
import type { PipelineName } from '../../ink/pipeline.js';
import { explainSystemError } from '../../node/files/explainSystemError.js';
import { loadModel } from '../../node/models/loadModel.js';
import { saveModel } from '../../node/models/saveModel.js';
import { temporaryPathFor, writeAtomically } from '../../node/files/writeAtomically.js';

/** The choices that a run was started with: what `config.json` in the run folder says. */
export interface RunConfig {
  readonly recipe: Recipe;
  readonly preprocessing: PipelineName;
  readonly data: RunData;
  /** What the user called the models that are learned from; their copies are in the run's `teachers/1`, `teachers/2`, ... */
  readonly teachers?: readonly string[];
  /** How the kernels multiplied and added. */
  readonly engine: Variant;
  /** Where it was started: versions and processor. */
  readonly box: Readonly<Record<string, string | number>>;
  /** ISO 8601, UTC. */
  readonly started: string;
}

export interface RunData {
  /** Path or catalogue name. */
  readonly source: string;
  /** SHA-256 of labels and inputs, so that a run is only resumed on the same data. */
  readonly fingerprint: string;
  /** Shares drawn for validation and test where the source names none of its own. */
  readonly validation: number;
  readonly test: number;
  readonly splitSeed: number;
  /** SHA-256 of the groups that the split keeps together, a copy of which is in the run's `groups.txt`; null: there are none. */
  readonly groups?: string | null;
  /** SHA-256 of the parts that a split file gives the images, a copy of which is in the run's `split.csv`; null: there is none. */
  readonly split?: string | null;
  /** SHA-256 of the corrections to labels and pictures, a copy of which is in the run's `corrections.json`; null: there are none. */
  readonly corrections?: string | null;
  /** At most this many training images are used; null is all. */
  readonly limit: number | null;
  readonly trainImages: number;
  readonly validationImages: number;
  readonly testImages: number;
}

/** One line of `metrics.jsonl`. */
export interface LoggedEpoch extends EpochMetrics {
  readonly seconds: number;
  readonly imagesPerSecond: number;
}

const CONFIG = 'config.json';
const LAST = join('checkpoint', 'last.safetensors');
const METRICS = 'metrics.jsonl';
const GROUPS = 'groups.txt';
const CORRECTIONS = 'corrections.json';
const SPLIT = 'split.csv';
const TEACHERS = 'teachers';

/** What a run was given beside its data. It keeps a copy, so that it can be resumed when these have changed or gone. */
export interface RunGivens {
  /** [N] */
  readonly groups: Uint32Array | null;
  readonly split: SplitFile | null;
  readonly corrections: Corrections | null;
  readonly teachers: readonly Model[];
}

/** What a training run leaves on disk. Every file is whole at every moment. */
export class RunFolder {
  readonly path: string;
  readonly config: RunConfig;
  #log: LoggedEpoch[];

  private constructor(path: string, config: RunConfig, log: LoggedEpoch[]) {
    this.path = path;
    this.config = config;
    this.#log = log;
  }

  /** Makes the folder with its config and first checkpoint, all at once: a run that exists can be resumed. */
  static create(path: string, config: RunConfig, state: TrainingState, givens: RunGivens): RunFolder {
    const { groups, split, corrections, teachers } = givens;
    const written = temporaryPathFor(path);
    try {
      mkdirSync(dirname(path), { recursive: true });
    } catch (error) {
      throw explainSystemError(`cannot make the run folder ${path}`, error);
    }
    try {
      mkdirSync(join(written, 'checkpoint'), { recursive: true });
      writeFileSync(
        join(written, CONFIG),
        `${JSON.stringify({ format: 'numerist-run', version: 1, ...config }, null, 2)}\n`,
      );
      if (groups !== null) writeFileSync(join(written, GROUPS), `${groups.join('\n')}\n`);
      if (split !== null) writeFileSync(join(written, SPLIT), formatSplitFile(split));
      if (corrections !== null) writeFileSync(join(written, CORRECTIONS), formatCorrections(corrections));
      for (const [i, teacher] of teachers.entries()) saveModel(join(written, TEACHERS, `${i + 1}`), teacher);
      writeFileSync(join(written, LAST), writeCheckpoint(state), { flush: true });
      renameSync(written, path);
    } catch (error) {
      rmSync(written, { recursive: true, force: true });
      throw explainSystemError(`cannot make the run folder ${path}`, error);
    }
    return new RunFolder(path, config, []);
  }

  /** Opens a run to go on with it, or to look at it. Throws an Error that names the folder where it holds no run. */
  static open(path: string): { run: RunFolder; state: TrainingState } {
    if (!existsSync(join(path, CONFIG)) || !existsSync(join(path, LAST))) {
      throw new Error(`run must be a folder with ${CONFIG} and ${LAST}. Received ${path}.`);
    }
    const config = JSON.parse(readFileSync(join(path, CONFIG), 'utf8')) as RunConfig & { format: string };
    if (config.format !== 'numerist-run')
      throw new Error(`${join(path, CONFIG)}: format must be numerist-run. Received ${config.format}.`);
    const state = readCheckpoint(readFileSync(join(path, LAST)));
    // Epochs that were logged after the checkpoint will be trained, and logged, again.
    const log = readLog(join(path, METRICS)).slice(0, state.position.history.length);
    return { run: new RunFolder(path, config, log), state };
  }

  /** The copies of what the run was given. */
  givens(): RunGivens {
    const { data, teachers = [] } = this.config;
    const numbers = data.groups ? readFileSync(join(this.path, GROUPS), 'utf8').trim().split('\n').map(Number) : null;
    const corrections = join(this.path, CORRECTIONS);
    const split = join(this.path, SPLIT);
    return {
      groups: numbers && Uint32Array.from(numbers),
      split: data.split ? parseSplitFile(readFileSync(split, 'utf8'), split) : null,
      corrections: data.corrections ? parseCorrections(readFileSync(corrections, 'utf8'), corrections) : null,
      teachers: teachers.map((_, i) => loadModel(join(this.path, TEACHERS, `${i + 1}`))),
    };
  }

  get log(): readonly LoggedEpoch[] {
    return this.#log;
  }

  /** Adds an epoch to `metrics.jsonl` and `history.csv`. */
  logEpoch(epoch: LoggedEpoch): void {
    this.#log.push(epoch);
    this.write(METRICS, this.#log.map((line) => `${JSON.stringify(line)}\n`).join(''));
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
    this.write('history.csv', `${[columns.join(','), ...rows].join('\n')}\n`);
  }

  /** `best`: this state is the best so far and is kept beside the last. */
  saveCheckpoint(state: TrainingState, best: boolean): void {
    const bytes = writeCheckpoint(state);
    if (best) this.write(join('checkpoint', 'best.safetensors'), bytes);
    this.write(LAST, bytes);
  }

  write(name: string, data: string | Uint8Array): void {
    const path = join(this.path, name);
    mkdirSync(dirname(path), { recursive: true });
    writeAtomically(path, data);
  }
}

function readLog(path: string): LoggedEpoch[] {
  if (!existsSync(path)) return [];
  const lines = readFileSync(path, 'utf8')
    .split('\n')
    .filter((line) => line !== '');
  return lines.map((line) => JSON.parse(line) as LoggedEpoch);
}

/** `<folder>/<date>-<time>-<name>`, with a number behind it where that is taken. */
export function newRunPath(folder: string, name: string, now: Date): string {
  const stamp = now.toISOString().slice(0, 19).replaceAll('-', '').replaceAll(':', '').replace('T', '-');
  const path = join(folder, `${stamp}-${name}`);
  for (let number = 2; ; number++) {
    const candidate = number === 2 && !existsSync(path) ? path : `${path}-${number}`;
    if (!existsSync(candidate)) return candidate;
  }
}
