import type { PipelineName } from '../ink/pipeline.js';

/** The part of a data set that a row belongs to. */
export type SplitName = 'train' | 'val' | 'test';
/** 'none': left out of every part. */
export type RowPart = SplitName | 'none';

export type DatasetFormat = 'folder' | 'zip' | 'idx' | 'csv';

/** Labelled network inputs, kept as bytes, read by row. */
export interface Dataset {
  /** What the user named: a path or a catalogue name. */
  readonly source: string;
  /** What was detected. */
  readonly format: DatasetFormat;
  readonly pipeline: PipelineName;
  /** Number of rows N. */
  readonly length: number;
  /** [N], 0..9. */
  readonly labels: Uint8Array;
  /** [N], the part that the source itself, or a split file, gives each row; null where it gives none. */
  readonly splits: readonly (RowPart | null)[] | null;
  /** Number of rows whose picture holds no ink; their input is all zero. */
  readonly blank: number;
  /** What could not be read, by name and reason; empty when all was read. */
  readonly skipped: readonly SkippedFile[];
  /** What was assumed about the source and is worth telling, one sentence each. */
  readonly notes: readonly string[];
  /** Writes the inputs of `rows` to `out` [rows.length, height * width], bytes, 0 = paper, 255 = ink. */
  readInputs(rows: ArrayLike<number>, out: Uint8Array): void;
  /** The path, entry name or `file#index` of one row, for reports. */
  nameOf(row: number): string;
  close(): void;
}

export interface SkippedFile {
  readonly name: string;
  readonly reason: string;
}
