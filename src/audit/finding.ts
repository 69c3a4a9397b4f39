import type { RowPart } from '../datasets/dataset.js';

/** The kinds of things that checks of a data set can find. */
export type FindingKind =
  // the same picture, or the same drawing, more than once
  | 'leak'
  | 'duplicate'
  | 'near-duplicate'
  | 'label-conflict'
  // labels
  | 'label-error'
  | 'class-balance'
  | 'missing-class'
  // single pictures
  | 'blank'
  | 'cut-off'
  | 'off-centre'
  | 'polarity'
  | 'transposed';

/**
 * `error`: figures on this data cannot be trusted; `warning`: somebody should look; `note`: worth
 * knowing.
 */
export type Severity = 'note' | 'warning' | 'error';

/** One thing that is wrong or worth knowing about a data set, with the rows that show it. */
export interface Finding {
  readonly kind: FindingKind;
  readonly severity: Severity;
  /**
   * Rows of the data set, the clearest cases first. Empty if the finding is about the whole data
   * set.
   */
  readonly indices: Uint32Array;
  /** One sentence, with the figures. */
  readonly text: string;
  /**
   * What to show beside picture i in a report: its counterpart's row, a few words. @default nothing
   */
  readonly details?: readonly FindingDetail[];
}

/** Detail i belongs to `indices[i]`; there may be fewer details than indices. */
export interface FindingDetail {
  /** The row of the picture to show beside it. @default none */
  readonly other?: number;
  /** '7 in train', 'probably 9 (0.98)'. */
  readonly text: string;
}

/** The input of a check. Checks are pure functions from this to findings. */
export interface AuditSubject {
  /** Number of rows N. */
  readonly length: number;
  /** [N], 0..9. */
  readonly labels: Uint8Array;
  /** [N], the part that each row belongs to; null if there are no parts. */
  readonly parts: readonly (RowPart | null)[] | null;
  /** Writes the inputs of `rows` to `out` [rows.length, 784], bytes, 0 = paper, 255 = ink. */
  readInputs(rows: ArrayLike<number>, out: Uint8Array): void;
}
