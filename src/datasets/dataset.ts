import type { PipelineName } from '../ink/pipeline.js';

/** The part of a data set that a row belongs to. */
export type SplitName = 'train' | 'val' | 'test';
/** A row's part; 'none' if it is left out of every part. */
export type RowPart = SplitName | 'none';

export type DatasetFormat = 'folder' | 'zip' | 'idx' | 'csv' | 'memory';

/** Labelled network inputs, stored as bytes and read by row. */
export interface Dataset {
  /** The path or catalogue name that the user gave. */
  readonly source: string;
  /** The detected format. */
  readonly format: DatasetFormat;
  readonly pipeline: PipelineName;
  /** Number of rows N. */
  readonly length: number;
  /** [N], 0..9. */
  readonly labels: Uint8Array;
  /**
   * [N], the part that the source itself, or a split file, gives each row; null if it gives none.
   */
  readonly splits: readonly (RowPart | null)[] | null;
  /** Number of rows whose picture shows no ink; their input is all zero. */
  readonly blank: number;
  /** The files that could not be read, with the reasons; empty if all were read. */
  readonly skipped: readonly SkippedFile[];
  /** Assumptions about the source that a user should know, one sentence each. */
  readonly notes: readonly string[];
  /** What makes its labels or pictures doubtful, one sentence each. */
  readonly warnings: readonly string[];
  /**
   * Writes the inputs of `rows` to `out` [rows.length, height * width], bytes, 0 = paper, 255 =
   * ink.
   */
  readInputs(rows: ArrayLike<number>, out: Uint8Array): void;
  /** The path, zip entry or `file#index` of one row, for reports. */
  nameOf(row: number): string;
  close(): void;
}

export interface SkippedFile {
  readonly name: string;
  readonly reason: string;
}
