import type { Placement } from '../classFolders.js';
import type { CsvColumns } from './csvColumns.js';
import type { CsvHead } from './csvHead.js';
import type { DataFile } from './dataFile.js';
import type { OpenSource, SourcePicture } from './source.js';

/** The files of what a user has named, wherever they lie. */
export interface FileSet {
  /** What the user named, for errors. */
  readonly path: string;
  /** What holds the files. */
  readonly format: 'folder' | 'zip';
  /** Relative to it, with `/`, without clutter. */
  readonly paths: readonly string[];
  fileAt(index: number): DataFile;
  /** The pictures, one per path, with `placements` as `placeInClasses` gives them. */
  pictures(placements: readonly Placement[]): Iterable<SourcePicture> | AsyncIterable<SourcePicture>;
  /** Opens a zip among the files. @default zips in it cannot be opened */
  openZip?(index: number): Promise<OpenSource>;
}

/** A text file with rows of numbers. */
export interface Table {
  readonly file: DataFile;
  readonly head: CsvHead;
  readonly columns: CsvColumns;
}

/** At most this many names are listed in a note. */
const LISTED = 5;

/** A note about files that are not used; null if there are none. */
export function noteLeftOut(names: readonly string[], why = ''): string | null {
  if (names.length === 0) return null;
  const more = names.length > LISTED ? ` and ${names.length - LISTED} more` : '';
  return `Left out${why}: ${names.slice(0, LISTED).join(', ')}${more}.`;
}
