import type { OpenSource } from '../../datasets/sources/source.js';

/** A data set on disk that has not been opened yet. */
export interface Source {
  readonly path: string;
  /** Changes whenever a file of the source is added, removed, resized or touched. */
  readonly identity: string;
  open(): Promise<OpenSource>;
}
