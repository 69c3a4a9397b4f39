import type { Dataset, SplitName } from './dataset.js';
import { rowsWhere } from './rowsWhere.js';
import { splitStratified, type Parts } from './split.js';
import { splitByDrawing } from './splitByDrawing.js';
import { splitByGroup } from './splitByGroup.js';

export interface ChooseRowsOptions {
  /**
   * Share of the rows, 0..1, drawn for validation if the source names no validation rows itself.
   */
  readonly validation: number;
  /** Share of the rows, 0..1, drawn for the test if the source names no test rows itself. */
  readonly test: number;
  readonly seed: number;
  /** [N], the same number for rows that must be in one part: one writer's, say. @default none */
  readonly groups?: Uint32Array | null;
  /**
   * [N], the same number for rows of one drawing, which must be in one part; drawn digit by digit.
   * @default none
   */
  readonly drawings?: Uint32Array | null;
}

/**
 * The rows to train, validate and test on, each ascending. Validation and test rows that the source
 * itself names are kept as they are. The others are drawn from the remaining rows, seeded and
 * stratified by digit (or in whole groups); the fractions refer to these remaining rows. For
 * example, MNIST with `validation: 0.1` keeps its 10,000 test images and validates on 6,000 of its
 * 60,000 training images.
 */
export function chooseRows(dataset: Pick<Dataset, 'labels' | 'splits'>, options: ChooseRowsOptions): Parts {
  const { labels, splits } = dataset;
  const { groups, drawings, seed } = options;
  const rowsIn = (part: SplitName): Uint32Array =>
    rowsWhere(labels.length, (row) => (splits?.[row] ?? 'train') === part);
  const [pool, givenVal, givenTest] = [rowsIn('train'), rowsIn('val'), rowsIn('test')];
  const val = givenVal.length > 0 ? 0 : options.validation;
  const test = givenTest.length > 0 ? 0 : options.test;
  // 1 - 0.8 - 0.2 is slightly below zero in floating point.
  const fractions = { train: Math.max(0, 1 - val - test), val, test };
  const poolLabels = new Uint8Array(pool.length);
  for (let i = 0; i < pool.length; i++) poolLabels[i] = labels[pool[i]];
  const inPool = (numbers: Uint32Array): Uint32Array => pool.map((row) => numbers[row]);
  const drawn = drawings
    ? splitByDrawing(poolLabels, inPool(drawings), fractions, seed)
    : groups
      ? splitByGroup(inPool(groups), fractions, seed)
      : splitStratified(poolLabels, fractions, seed);
  const rowsOf = (part: Uint32Array): Uint32Array => part.map((index) => pool[index]);
  return {
    train: rowsOf(drawn.train),
    val: givenVal.length > 0 ? givenVal : rowsOf(drawn.val),
    test: givenTest.length > 0 ? givenTest : rowsOf(drawn.test),
  };
}
