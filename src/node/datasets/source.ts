import type { DatasetFormat, SplitName } from '../../datasets/dataset.js';

/** A data set on disk whose format is known but whose contents have not been read yet. */
export interface Source {
  readonly path: string;
  readonly format: DatasetFormat;
  /** Changes whenever a file of the source is added, removed, resized or touched. */
  readonly identity: string;
  open(): Promise<OpenSource>;
}

export interface OpenSource {
  /** Number of files or rows; null if it is known only at the end. */
  readonly total: number | null;
  /** Assumptions about the source, one sentence each. */
  readonly notes: readonly string[];
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

/** A PNG or JPEG file. */
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
