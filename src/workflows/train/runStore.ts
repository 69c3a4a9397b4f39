import type { NamedFiles } from '../pages/reportFiles.js';

/** The place where runs are kept: folders on disk, or a browser's storage. */
export interface RunStore {
  /**
   * Makes a run with these files, all at once: a run that exists can be resumed. Rejects with an
   * Error that names the run and the reason if it cannot be made; then nothing is left behind.
   */
  create(name: string, files: NamedFiles): Promise<RunFiles>;
  /** A run that may exist; reading tells. */
  open(path: string): RunFiles;
}

/** The files of one run. Each is whole at every moment. Names have `/` between folder and file. */
export interface RunFiles {
  /** What a user calls the run, and opens it by. */
  readonly path: string;
  /** Null if there is no such file. */
  read(name: string): Promise<Uint8Array | null>;
  /** Puts these files in the place of older ones, one after the other. */
  write(files: NamedFiles): Promise<void>;
  /** Puts these files in the place of a folder, all at once. */
  replaceFolder(folder: string, files: NamedFiles): Promise<void>;
}
