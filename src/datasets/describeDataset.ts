import type { Dataset, DatasetFormat, SkippedFile, SplitName } from './dataset.js';
import { warningsOn } from './warningsOn.js';

/** A summary of a data set, as plain data. */
export interface DatasetDescription {
  readonly source: string;
  readonly format: DatasetFormat;
  /** Number of pictures N. */
  readonly images: number;
  /** Number of pictures without ink. */
  readonly blank: number;
  /** [10], number of pictures of each digit; 0 for a missing class. */
  readonly classes: readonly number[];
  /** The parts that the source itself names. */
  readonly splits: Readonly<
    Partial<Record<SplitName, { readonly images: number; readonly classes: readonly number[] }>>
  >;
  readonly notes: readonly string[];
  readonly warnings: readonly string[];
  readonly skipped: readonly SkippedFile[];
}

export function describeDataset(dataset: Omit<Dataset, 'readInputs' | 'nameOf' | 'close'>): DatasetDescription {
  const { source, format, length: images, blank, labels, notes, skipped } = dataset;
  const count = (wanted: (row: number) => boolean): { images: number; classes: number[] } => {
    const classes = new Array<number>(10).fill(0);
    labels.forEach((label, row) => {
      if (wanted(row)) classes[label]++;
    });
    return { images: classes.reduce((sum, size) => sum + size, 0), classes };
  };
  const splits: { -readonly [K in keyof DatasetDescription['splits']]: DatasetDescription['splits'][K] } = {};
  for (const name of ['train', 'val', 'test'] as const) {
    const part = count((row) => dataset.splits?.[row] === name);
    if (part.images > 0) splits[name] = part;
  }
  return {
    source,
    format,
    images,
    blank,
    classes: count(() => true).classes,
    splits,
    notes,
    warnings: warningsOn(dataset),
    skipped,
  };
}
