import { setImmediate as nextTurn } from 'node:timers/promises';

import type { SkippedFile } from '../../datasets/dataset.js';
import { DatasetError, ImageError } from '../../errors.js';
import type { PackedWriter } from './packedWriter.js';
import type { LabelledPicture, OpenSource } from '../../datasets/sources/source.js';

/** Progress of reading a data set. */
export interface ReadProgress {
  /** Number of pictures read or skipped as unreadable. */
  readonly done: number;
  /** Number of pictures in total; null if it is not known before the end. */
  readonly total: number | null;
  /** Pictures per second, over the whole time. */
  readonly rate: number;
}

export interface PackOptions {
  /**
   * Converts a picture to its input [784], or null if it has no ink. An ImageError means that it
   * cannot be read.
   */
  readonly toInput: (picture: LabelledPicture) => Uint8Array | null | Promise<Uint8Array | null>;
  /** Path for errors. */
  readonly path: string;
  /** Whether the first unreadable picture is an error. */
  readonly strict: boolean;
  readonly onProgress?: ((progress: ReadProgress) => void) | undefined;
  readonly signal?: AbortSignal | undefined;
}

const PROGRESS_MS = 100;

/**
 * Writes every picture of a source to `writer`. Returns the pictures that could not be read and the
 * number of pictures without ink. Throws DatasetError if nothing can be read, and the signal's
 * reason if it is aborted.
 */
export async function packSource(
  { pictures, total }: OpenSource,
  writer: PackedWriter,
  options: PackOptions,
): Promise<{ skipped: SkippedFile[]; blank: number }> {
  const { toInput, path, strict, onProgress, signal } = options;
  const skipped: SkippedFile[] = [];
  let blank = 0;
  const skip = (name: string, reason: string): void => {
    if (strict) throw new DatasetError(`${path}: ${name} cannot be read: ${reason} (--strict allows no such file.)`);
    skipped.push({ name, reason });
  };

  const started = performance.now();
  let reported = started;
  const report = (now: number): void => {
    const done = writer.rows + skipped.length;
    onProgress?.({ done, total, rate: (1000 * done) / Math.max(now - started, 1) });
    reported = now;
  };

  for await (const picture of pictures) {
    if (picture.kind === 'unreadable') {
      skip(picture.name, picture.reason);
      continue;
    }
    try {
      const pending = toInput(picture);
      const input = pending instanceof Promise ? await pending : pending;
      if (input === null) blank++;
      writer.add(input, picture.label, picture.split, picture.name);
    } catch (error) {
      if (!(error instanceof ImageError)) throw error;
      skip(picture.name, error.message);
    }
    const now = performance.now();
    if (now - reported < PROGRESS_MS) continue;
    report(now);
    await nextTurn(); // lets Ctrl-C and the terminal be handled
    signal?.throwIfAborted();
  }
  report(performance.now());
  if (writer.rows > 0) return { skipped, blank };
  const first = skipped.length > 0 ? ` The first: ${skipped[0].name}: ${skipped[0].reason.replace(/\.$/, '')}.` : '';
  throw new DatasetError(
    `${path}: must hold pictures, in folders named 0 to 9. Received ${skipped.length} files, none of them readable as a picture with a class.${first}`,
  );
}
