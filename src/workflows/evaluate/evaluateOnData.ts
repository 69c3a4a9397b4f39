import { numberInOrder } from '../../datasets/numberInOrder.js';
import type { Dataset, SplitName } from '../../datasets/dataset.js';
import { withSplit } from '../../datasets/splitFile.js';
import { DatasetError } from '../../errors.js';
import type { Model } from '../../formats/native/modelFile.js';
import type { StartDrawingThreads } from '../drawings/drawingThreads.js';
import type { Files } from '../files.js';
import type { Platform } from '../platform.js';
import { chooseEvaluationRows } from './chooseEvaluationRows.js';
import { correctRows } from './correctRows.js';
import { evaluateModel, type Evaluation } from './evaluateModel.js';
import { findLeakedRows } from './findLeakedRows.js';
import { notesOnOther, type OtherModelData } from './notesOnOther.js';

/** What to measure. Paths are opened by `Files`. */
export interface EvaluationRequest {
  readonly model: Model;
  /** What the user calls the model. */
  readonly name: string;
  /** Path or catalogue name of the labelled pictures. */
  readonly data: string;
  /** A part, or the path of a split file, whose test part is taken. */
  readonly split: string;
  readonly groups?: string | undefined;
  readonly corrections?: string | undefined;
  /** Path of a model to compare with. */
  readonly against?: string | undefined;
  /**
   * Starts threads that look for variants of drawings the model has learned from.
   *
   * @default no search
   */
  readonly leaks?: StartDrawingThreads | null;
  /** How many pictures to read under stated shifts. @default 0 */
  readonly robustness?: number | undefined;
  readonly targetError?: number | undefined;
  /** How many pictures that are not digits to draw and read. @default 0 */
  readonly notDigits?: number;
  readonly onProgress?: ((what: string, done: number, of: number) => void) | undefined;
  readonly signal?: AbortSignal | undefined;
}

/** An evaluation with what a reader must know before believing it. */
export interface NotedEvaluation {
  readonly evaluation: Evaluation;
  /** As it was opened, without corrections. */
  readonly dataset: Dataset;
  readonly notes: readonly string[];
}

const NO_GROUPS = 'The file of groups names none of these images: there are no results by group.';

/**
 * Opens labelled pictures, chooses the rows, and measures a model on them. `use` gets the
 * evaluation while the data is open. Rejects with what `Files` throws, and with DatasetError if the
 * part is empty.
 */
export async function evaluateOnData<T>(
  platform: Platform,
  files: Files,
  request: EvaluationRequest,
  use: (evaluated: NotedEvaluation) => T | Promise<T>,
): Promise<T> {
  const { model, name, onProgress, signal } = request;
  const { preprocessing, trainingData } = model.config;
  const opened = await files.openData(request.data, preprocessing.pipeline);
  let against: OtherModelData | null = null;
  try {
    const { part, split } = takePart(request.split, opened, files);
    const groups = request.groups === undefined ? null : files.readGroupNames(request.groups, split);
    const numbers = groups && numberInOrder(groups);
    const drawn = chooseEvaluationRows(platform, split, trainingData, part, numbers);
    const { dataset, chosen } =
      request.corrections === undefined
        ? { dataset: split, chosen: drawn }
        : correctRows(split, drawn, await files.readCorrections(request.corrections, split), request.corrections);
    if (request.against !== undefined) against = await openOther(request.against, split, files);
    const notes = [
      ...opened.warnings.map((warning) => `Warning: ${warning}`),
      ...opened.notes,
      ...chosen.notes,
      ...(groups && chosen.rows.every((row) => groups[row] === null) ? [NO_GROUPS] : []),
      ...(against ? notesOnOther(platform, against, chosen, part, numbers) : []),
    ];
    const leaks = request.leaks
      ? await findLeakedRows(platform, files, dataset, chosen.rows, trainingData, {
          startThreads: request.leaks,
          groups: numbers,
          onProgress,
          signal,
        })
      : null;
    const { targetError, notDigits = 0, robustness = 0 } = request;
    const evaluation = await evaluateModel(platform, model, name, dataset, chosen, {
      targetError,
      notDigits,
      against,
      leaks,
      groups,
      robustness: robustness > 0 ? { pictures: robustness, readSource: files.readSource } : null,
      onProgress,
      signal,
    });
    return await use({ evaluation, dataset: split, notes });
  } finally {
    opened.close();
    against?.dataset.close();
  }
}

const PARTS: readonly (SplitName | 'all')[] = ['train', 'val', 'test', 'all'];

/** A part, or the file that says which images are the test part. */
function takePart(split: string, dataset: Dataset, files: Files): { part: SplitName | 'all'; split: Dataset } {
  const part = PARTS.find((name) => name === split);
  if (part !== undefined) return { part, split: dataset };
  return { part: 'test', split: withSplit(dataset, files.readSplitFile(split, dataset)) };
}

/** The model to compare with; its data is opened again if it prepares pictures in another way. */
async function openOther(name: string, dataset: Dataset, files: Files): Promise<OtherModelData> {
  const model = files.loadModel(name);
  const { pipeline } = model.config.preprocessing;
  if (pipeline === dataset.pipeline) return { name, model, dataset: { ...dataset, close: () => undefined } };
  const other = await files.openData(dataset.source, pipeline);
  if (other.length === dataset.length) return { name, model, dataset: { ...other, splits: dataset.splits } };
  other.close();
  throw new DatasetError(
    `${dataset.source}: both preprocessings must read ${dataset.length} pictures. Received ${other.length} by ${pipeline}.`,
  );
}
