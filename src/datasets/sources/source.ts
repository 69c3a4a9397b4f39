import type { DatasetFormat, SplitName } from '../dataset.js';

/** A data set whose pictures have been found and not read yet. */
export interface OpenSource {
  readonly format: Exclude<DatasetFormat, 'memory'>;
  /** Number of files or rows; null if it is known only at the end. */
  readonly total: number | null;
  /** Assumptions about the source, one sentence each. */
  readonly notes: readonly string[];
  /** What makes the labels or pictures doubtful, one sentence each. */
  readonly warnings: readonly string[];
  /** Always in the same order. The bytes of a picture are valid until the next one is requested. */
  readonly pictures: Iterable<SourcePicture> | AsyncIterable<SourcePicture>;
}

export type LabelledPicture = EncodedPicture | GrayPicture;
export type SourcePicture = LabelledPicture | UnreadablePicture;

interface Labelled {
  readonly name: string;
  readonly label: number;
  readonly split: SplitName | null;
}

/** A picture file. */
export interface EncodedPicture extends Labelled {
  readonly kind: 'encoded';
  readonly bytes: Uint8Array;
}

/** Raw pixels, as in IDX and CSV. */
export interface GrayPicture extends Labelled {
  readonly kind: 'gray';
  readonly width: number;
  readonly height: number;
  /** Luminance [height, width], 0 = black, 255 = white. */
  readonly luminance: Uint8Array;
}

export interface UnreadablePicture {
  readonly kind: 'unreadable';
  readonly name: string;
  readonly reason: string;
}
