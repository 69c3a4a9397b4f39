import type { RgbaImage } from '../../src/image/pixels.js';
import type { Answer } from '../../src/numbers/answerPicture.js';
import type { Neighbour } from './findNearest.js';
import type { Activation, Region } from './lookInside.js';

/** A model as it is kept: the text of its config.json and the bytes of its model.safetensors. */
export interface ModelFiles {
  readonly configText: string;
  readonly weights: Uint8Array;
}

/** What was read, and how long that took. */
export interface TimedAnswer extends Answer {
  /** In ms. */
  readonly took: number;
}

/** How seldom a model is wrong in the digits that it gives, as far as it can promise that. */
export interface Promised {
  /** 0..1: what was asked for or the next larger one that it can promise; null: none. */
  readonly targetError: number | null;
  /** Whether that was measured on several kinds of pictures, and holds for the worst of them. */
  readonly inDomains: boolean;
}

/**
 * What the page asks of the reading worker, and what it answers. Every request is answered once, in
 * order.
 */
export interface ReaderCalls {
  /** Reads with this model from now on. */
  use: { request: { readonly files: ModelFiles; readonly targetError: number }; answer: Promised };
  /** Null reads the last picture once more. */
  read: { request: { readonly picture: RgbaImage | null }; answer: TimedAnswer };
  /** [784], what any network gets of a picture; null where it holds no ink. */
  prepare: { request: { readonly picture: RgbaImage }; answer: Uint8Array | null };
  activations: { request: { readonly input: Uint8Array }; answer: readonly Activation[] };
  /** [regions, 10], the probabilities where each region alone is blank. */
  without: { request: { readonly input: Uint8Array; readonly regions: readonly Region[] }; answer: Float32Array };
  /** MNIST's training pictures that are most like this one. */
  nearest: { request: { readonly input: Uint8Array }; answer: readonly Neighbour[] };
}
