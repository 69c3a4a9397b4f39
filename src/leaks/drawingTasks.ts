import { describeRows } from './describeRows.js';
import { createMatcher, type DrawingIndex, type Matcher } from './matcher.js';
import { type MatchRowsOptions, matchRows } from './matchRows.js';
import type { MatchTable } from './matchTable.js';
import type { ShapeTree } from './shapeTree.js';

/** A part of the work of comparing drawings. Any thread that shares the index can carry it out. */
export type DrawingTask =
  | { readonly type: 'describe'; readonly from: number; readonly to: number }
  | {
      readonly type: 'use';
      readonly tree: ShapeTree;
      /** [N]. Rows of the same group are not compared. */
      readonly groups: Uint32Array;
      readonly options: MatchRowsOptions;
    }
  | { readonly type: 'match'; readonly rows: Uint32Array };

/** The matches for a 'match' task, null for others. */
export type DrawingAnswer = MatchTable | null;

/**
 * Returns a function that carries out tasks, one after another, on one index. 'match' throws an
 * Error unless a 'use' task has provided a tree before.
 */
export function createDrawingWork(index: DrawingIndex): (task: DrawingTask) => DrawingAnswer {
  let using: { readonly matcher: Matcher; readonly options: MatchRowsOptions } | undefined;
  return (task) => {
    if (task.type === 'describe') {
      describeRows(index, task.from, task.to);
      return null;
    }
    if (task.type === 'use') {
      using = { matcher: createMatcher(index, task.tree, task.groups), options: task.options };
      return null;
    }
    if (using === undefined) throw new Error("drawing tasks: 'use' must come before 'match'.");
    return matchRows(using.matcher, task.rows, using.options);
  };
}
