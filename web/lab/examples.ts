import type { SplitName } from '../../src/datasets/dataset.js';
import { splitStratified } from '../../src/datasets/split.js';
import { rowsWhere } from '../../src/datasets/rowsWhere.js';
import { INPUT_LENGTH } from '../../src/ink/pipeline.js';

/** Where labelled pictures come from. */
export type Source = 'mnist' | 'own' | 'hand';
export const SOURCE_NAMES: Readonly<Record<Source, string>> = {
  mnist: 'MNIST',
  own: 'my pictures',
  hand: 'my hand',
};

/** Labelled network inputs in memory. */
export interface Examples {
  readonly name: string;
  /** [N, 784], 0 = paper, 255 = ink. */
  readonly inputs: Uint8Array;
  /** [N], 0..9. */
  readonly labels: Uint8Array;
  /** [N], the part that the source itself gives each row; null where it gives none. */
  readonly splits: readonly (SplitName | null)[] | null;
}

/** Rows to train on, to choose the best epoch by, and to measure on. */
export interface Parts {
  readonly train: Uint32Array;
  readonly val: Uint32Array;
  readonly test: Uint32Array;
}

/** Share of the training rows that is held out to choose by. */
const VALIDATION = 0.05;
/** Share that is held out to measure on where the source has no test rows. */
const TEST = 0.15;

/** The parts as the source names them; what it does not name is drawn at random, with the same mix of digits. */
export function partsOf({ labels, splits }: Pick<Examples, 'labels' | 'splits'>, seed: number): Parts {
  const named = (name: SplitName): Uint32Array => rowsWhere(labels.length, (row) => splits?.[row] === name);
  const [test, val] = [named('test'), named('val')];
  const rest = rowsWhere(labels.length, (row) => splits?.[row] !== 'test' && splits?.[row] !== 'val');
  const shares = {
    test: test.length > 0 ? 0 : TEST,
    val: val.length > 0 ? 0 : VALIDATION,
  };
  const drawn = splitStratified(
    Uint8Array.from(rest, (row) => labels[row]),
    { train: 1 - shares.val - shares.test, ...shares },
    seed,
  );
  const rowsOf = (part: Uint32Array): Uint32Array => part.map((index) => rest[index]);
  return {
    train: rowsOf(drawn.train),
    val: val.length > 0 ? val : rowsOf(drawn.val),
    test: test.length > 0 ? test : rowsOf(drawn.test),
  };
}

/** Copies the inputs of `rows` to `out` [rows.length, 784]. */
export function readInputs({ inputs }: Pick<Examples, 'inputs'>, rows: ArrayLike<number>, out: Uint8Array): void {
  for (let i = 0; i < rows.length; i++) {
    out.set(inputs.subarray(rows[i] * INPUT_LENGTH, (rows[i] + 1) * INPUT_LENGTH), i * INPUT_LENGTH);
  }
}
