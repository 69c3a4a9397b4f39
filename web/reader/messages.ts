import type { RgbaImage } from '../../src/image/pixels.js';
import type { Answer } from './answer.js';

/** A model as it is kept: the text of its config.json and the bytes of its model.safetensors. */
export interface ModelFiles {
  readonly configText: string;
  readonly weights: Uint8Array;
}

/** What the page asks of the reading worker, and what it answers. Every request is answered once, in order. */
export interface ReaderCalls {
  /** Reads with this model from now on. */
  use: { request: { readonly files: ModelFiles; readonly targetError: number }; answer: null };
  read: { request: { readonly picture: RgbaImage }; answer: Answer };
  /** [784], what any network gets of a picture; null where it holds no ink. */
  prepare: { request: { readonly picture: RgbaImage }; answer: Uint8Array | null };
}
