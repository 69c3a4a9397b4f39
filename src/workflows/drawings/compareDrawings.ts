import type { Dataset } from '../../datasets/dataset.js';
import { rowsWhere } from '../../datasets/rowsWhere.js';
import { INPUT_LENGTH } from '../../ink/mnistInput.js';
import { SHAPE_LENGTH } from '../../leaks/describeShape.js';
import { COARSE_LENGTH } from '../../leaks/drawing.js';
import { FRAME_LENGTH } from '../../leaks/evenWidth.js';
import { exactCopies } from '../../leaks/exactCopies.js';
import type { DrawingTask } from '../../leaks/drawingTasks.js';
import type { DrawingIndex } from '../../leaks/matcher.js';
import { joinTables, type MatchTable } from '../../leaks/matchTable.js';
import { buildShapeTree, type ShapeTree } from '../../leaks/shapeTree.js';
import type { StartDrawingThreads } from './drawingThreads.js';

export interface CompareDrawingsOptions {
  /** Called with the kind of work, the number of pictures done, and the total. */
  readonly onProgress?: ((what: string, done: number, of: number) => void) | undefined;
  readonly signal?: AbortSignal | undefined;
}

/** Pictures that can be compared with each other. */
export interface Comparison {
  /**
   * [N], for each row the first row with the same bytes. Pictures without ink show no drawing: each
   * is the first of its own.
   */
  readonly copies: Uint32Array;
  /** The rows that are the first of their copies, ascending, without those without ink. */
  readonly distinct: Uint32Array;
  /**
   * The matches of `rows` among the rows `members`. A match is kept if at most the share
   * GROUPING_LIMIT of strangers of the same digit would find one as good. Both may hold distinct
   * rows only. Rows with the same number in `groups` [N] are not compared.
   */
  match(rows: Uint32Array, members: Uint32Array, groups?: Uint32Array): Promise<MatchTable>;
  close(): Promise<void>;
}

/** Rows per task of a thread. */
const TASK = 64;
const READ = 4096;

/**
 * Prepares the pictures of data sets for comparison. Rows are numbered through all data sets in
 * their order: row r of the second is row (length of the first + r). The data sets must be prepared
 * by the normalised pipeline.
 *
 * Throws RangeError for another pipeline, and the signal's reason if it is aborted.
 */
export async function compareDrawings(
  startThreads: StartDrawingThreads,
  datasets: readonly Pick<Dataset, 'length' | 'labels' | 'readInputs' | 'pipeline'>[],
  { onProgress, signal }: CompareDrawingsOptions = {},
): Promise<Comparison> {
  const length = datasets.reduce((sum, dataset) => sum + dataset.length, 0);
  const index: DrawingIndex = {
    inputs: new Uint8Array(new SharedArrayBuffer(length * INPUT_LENGTH)),
    shapes: new Int8Array(new SharedArrayBuffer(length * SHAPE_LENGTH)),
    frames: new Float32Array(new SharedArrayBuffer(length * FRAME_LENGTH * Float32Array.BYTES_PER_ELEMENT)),
    coarse: new Uint8Array(new SharedArrayBuffer(length * COARSE_LENGTH)),
  };
  const labels = new Uint8Array(length);
  let at = 0;
  for (const dataset of datasets) {
    if (dataset.pipeline !== 'normalised') {
      throw new RangeError(`compareDrawings: pipeline must be 'normalised'. Received '${dataset.pipeline}'.`);
    }
    readAll(dataset, index.inputs.subarray(at * INPUT_LENGTH));
    labels.set(dataset.labels, at);
    at += dataset.length;
  }
  const blank = blankRows(index.inputs, length);
  const copies = exactCopies(index.inputs).map((first, row) => (blank[row] === 1 ? row : first));
  const crew = startThreads(index);
  const run = async (what: string, tasks: readonly DrawingTask[], of: number): Promise<MatchTable> => {
    const report = (done: number): void => onProgress?.(what, Math.min(done * TASK, of), of);
    const answers = await crew.carryOut(tasks, report, signal);
    return joinTables(answers.flatMap((answer) => answer ?? []));
  };
  try {
    const parts = Array.from({ length: Math.ceil(length / TASK) }, (_, i) => i * TASK);
    await run(
      'describing drawings',
      parts.map((from) => ({ type: 'describe', from, to: Math.min(from + TASK, length) })),
      length,
    );
  } catch (error) {
    await crew.close();
    throw error;
  }
  // Grouping takes several rounds among the same members: the tree is kept for them.
  let built: { readonly members: Uint32Array; readonly tree: ShapeTree } | undefined;
  return {
    copies,
    distinct: rowsWhere(length, (row) => copies[row] === row && blank[row] === 0),
    async match(rows, members, groups = Uint32Array.from({ length }, (_, row) => row)) {
      const strangers = new Uint32Array(10);
      for (const row of members) strangers[labels[row]]++;
      if (members !== built?.members) built = { members, tree: buildShapeTree(index.shapes, members) };
      await crew.tellAll({ type: 'use', tree: built.tree, groups, options: { labels, strangers } });
      const parts = Array.from({ length: Math.ceil(rows.length / TASK) }, (_, i) => i * TASK);
      return run(
        'comparing drawings',
        parts.map((from) => ({ type: 'match', rows: rows.slice(from, from + TASK) })),
        rows.length,
      );
    },
    close: () => crew.close(),
  };
}

function readAll({ length, readInputs }: Pick<Dataset, 'length' | 'readInputs'>, out: Uint8Array): void {
  for (let from = 0; from < length; from += READ) {
    const rows = Uint32Array.from({ length: Math.min(READ, length - from) }, (_, i) => from + i);
    readInputs(rows, out.subarray(from * INPUT_LENGTH, (from + rows.length) * INPUT_LENGTH));
  }
}

/** [N], 1 for each input without ink. */
function blankRows(inputs: Uint8Array, length: number): Uint8Array {
  return Uint8Array.from({ length }, (_, row) => {
    const end = (row + 1) * INPUT_LENGTH;
    for (let at = row * INPUT_LENGTH; at < end; at++) if (inputs[at] !== 0) return 0;
    return 1;
  });
}
