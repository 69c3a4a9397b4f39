import { parentPort, workerData } from 'node:worker_threads';
import { describeRows } from '../leaks/describeRows.js';
import { createMatcher, type DrawingIndex, type Matcher } from '../leaks/matcher.js';
import { type MatchRowsOptions, matchRows } from '../leaks/matchRows.js';
import type { MatchTable } from '../leaks/matchTable.js';
import type { ShapeTree } from '../leaks/shapeTree.js';

/** What a thread that compares drawings is asked to do; the arrays of the index are shared memory. */
export type DrawingTask =
  | { readonly type: 'describe'; readonly from: number; readonly to: number }
  | { readonly type: 'use'; readonly tree: ShapeTree; readonly options: MatchRowsOptions }
  | { readonly type: 'match'; readonly rows: Uint32Array };

/** What it answers to each task. */
export type DrawingAnswer = MatchTable | null;

const index = workerData as DrawingIndex;
let matcher: Matcher | undefined;
let options: MatchRowsOptions | undefined;

parentPort?.on('message', (task: DrawingTask) => {
  parentPort?.postMessage(carryOut(task) satisfies DrawingAnswer);
});

function carryOut(task: DrawingTask): DrawingAnswer {
  if (task.type === 'describe') {
    describeRows(index, task.from, task.to);
    return null;
  }
  if (task.type === 'use') {
    matcher = createMatcher(index, task.tree);
    ({ options } = task);
    return null;
  }
  if (matcher === undefined || options === undefined)
    throw new Error('a thread was asked to match before it got a tree');
  return matchRows(matcher, task.rows, options);
}
