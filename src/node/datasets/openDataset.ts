import { createHash } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';

import type { Dataset } from '../../datasets/dataset.js';
import { DatasetError } from '../../errors.js';
import type { PipelineName } from '../../ink/pipeline.js';
import { pipelines } from '../../ink/pipelines.js';
import { explainSystemError, systemErrorCode } from '../files/explainSystemError.js';
import { defaultCacheFolder, makeCacheFolder } from './cacheFolder.js';
import { detectSource } from './detectSource.js';
import { openPacked } from './packedDataset.js';
import { PackedWriter } from './packedWriter.js';
import { packSource, type ReadProgress } from './packSource.js';
import { inputMaker } from './pictureToInput.js';
import { resolveSource } from './resolveSource.js';
import type { Source } from './source.js';

/** Raised when the same files give other rows or notes than before: caches are then made again. */
const READING = 3;

export interface OpenDatasetOptions {
  readonly pipeline: PipelineName;
  /** Whether a file that cannot be read is an error. @default false */
  readonly strict?: boolean;
  /** @default defaultCacheFolder() */
  readonly cacheFolder?: string;
  /**
   * Called ten times per second while pictures are read; never called if the cache has them
   * already.
   */
  readonly onProgress?: (progress: ReadProgress) => void;
  /** Called with a message if the cache folder cannot be used. @default process.emitWarning */
  readonly onWarning?: (message: string) => void;
  readonly signal?: AbortSignal;
}

/**
 * Opens a labelled data set: a path, or a name of the catalogue. Its format is detected by content.
 * Its pictures go through `pipeline` once and are stored, packed, in the cache folder, from which
 * every later call reads them.
 *
 * Throws DatasetError if the data cannot be used, an Error with the path if the system refuses, and
 * the signal's reason if it is aborted.
 */
export async function openDataset(source: string, options: OpenDatasetOptions): Promise<Dataset> {
  const cacheFolder = options.cacheFolder ?? defaultCacheFolder();
  const path = resolveSource(source, cacheFolder);
  const detected = detectSource(path);
  const key = `${detected.identity} read@${READING} ${options.pipeline}@${pipelines[options.pipeline].version}`;
  const file = cacheFile(cacheFolder, path, options.pipeline);
  const dataset =
    openPacked(file, source, key, options.pipeline) ?? (await build(detected, { source, key, file }, options));
  if (options.strict !== true || dataset.skipped.length === 0) return dataset;
  const [first] = dataset.skipped;
  dataset.close();
  throw new DatasetError(`${path}: ${first.name} cannot be read: ${first.reason} (--strict allows no such file.)`);
}

interface Target {
  readonly source: string;
  readonly key: string;
  readonly file: string;
}

async function build(detected: Source, target: Target, options: OpenDatasetOptions): Promise<Dataset> {
  const folder = dirname(target.file);
  let writer: PackedWriter;
  try {
    makeCacheFolder(folder);
    writer = new PackedWriter(target.file, options.pipeline);
  } catch (error) {
    const { message } = explainSystemError(`cannot use the cache folder ${folder}`, error);
    const warn = options.onWarning ?? warnProcess;
    warn(`${message}. The data is packed for this run only; set NUMERIST_CACHE to use another folder.`);
    return buildForOnce(detected, target, options);
  }
  return pack(detected, writer, target, options);
}

/** Packs into a temporary file, which is deleted as soon as it is open (on POSIX systems). */
async function buildForOnce(detected: Source, target: Target, options: OpenDatasetOptions): Promise<Dataset> {
  const folder = makeTemporaryFolder();
  const file = join(folder, 'data.numdata');
  try {
    return await pack(detected, new PackedWriter(file, options.pipeline), { ...target, file }, options);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function makeTemporaryFolder(): string {
  try {
    return mkdtempSync(join(tmpdir(), 'numerist-'));
  } catch (error) {
    const { message } = explainSystemError(`cannot make a folder in ${tmpdir()}`, error);
    throw new Error(`${message}. Set NUMERIST_CACHE or TMPDIR to a folder that can be written.`, { cause: error });
  }
}

async function pack(
  detected: Source,
  writer: PackedWriter,
  { source, key, file }: Target,
  { pipeline: name, strict = false, onProgress, signal }: OpenDatasetOptions,
): Promise<Dataset> {
  const pipeline = pipelines[name];
  const { path } = detected;
  try {
    signal?.throwIfAborted();
    const opened = await detected.open();
    const { toInput, notes } = inputMaker(pipeline);
    const outcome = await packSource(opened, writer, { toInput, path, strict, onProgress, signal });
    const { format, warnings } = opened;
    writer.finish({ key, format, pipeline: name, notes: [...opened.notes, ...notes()], warnings, ...outcome });
  } catch (error) {
    writer.abandon();
    throw systemErrorCode(error) === undefined ? error : explainSystemError(`cannot read ${path}`, error);
  }
  const dataset = openPacked(file, source, key, name);
  if (dataset === null) throw new Error(`the data cache ${file} was changed while it was being written`);
  return dataset;
}

function warnProcess(message: string): void {
  process.emitWarning(message);
}

/** One file per path and pipeline, so that repacked data replaces the old file. */
function cacheFile(cacheFolder: string, path: string, pipeline: PipelineName): string {
  const hash = createHash('sha256').update(resolve(path)).digest('hex').slice(0, 16);
  return join(cacheFolder, 'packed', `${hash}-${pipeline}.numdata`);
}
