import type { PipelineName } from '../../ink/pipeline.js';
import { inputLengthOf } from '../../ink/pipelines.js';
import type { FormSet } from '../digitForms.js';
import type { PaperDomain } from './scene.js';

/** Raised when the same plan gives other pictures than before: caches are then made again. */
export const VIEWS_VERSION = 1;

/** Which pictures on made paper to make. Plain JSON. */
export interface ViewPlan {
  /** How many. */
  readonly count: number;
  readonly pipeline: PipelineName;
  /** 0..2^32-1 */
  readonly seed: number;
  /** How the digits are presented; 'any' draws from all ways. */
  readonly domain: PaperDomain | 'any';
  /** Share of the pictures whose shape is drawn by our own code, 0..1. */
  readonly forms: number;
  /** The forms that these may have, and the fonts. */
  readonly formSet: FormSet;
  /** Share of the pictures whose shape is a handwriting font's, 0..1. */
  readonly fonts: number;
  /** Share of the pictures that do not show a digit, 0..1; the other shares are of the rest. */
  readonly notDigits: number;
  /**
   * Whether pictures are left out in which the ink step has found something else than the digit, as
   * is right for training. Otherwise `found` tells them apart.
   */
  readonly foundOnly: boolean;
}

/** Where the shapes come from. */
export interface ViewSources {
  /** Digits that people wrote, as network inputs [N, height * width] of the plan's pipeline. */
  readonly people: { readonly inputs: Uint8Array; readonly labels: Uint8Array };
  /** Digits of handwriting fonts, [M, side * side]; missing if the plan wants none. */
  readonly fonts?: { readonly inputs: Uint8Array; readonly labels: Uint8Array; readonly side: number } | undefined;
}

/** Pictures on made paper after the ink step and the pipeline. */
export interface Views {
  /** [count, height * width] */
  readonly inputs: Uint8Array;
  /** [count], 0..9, or 10 for a picture that is not a digit. */
  readonly labels: Uint8Array;
  /** [count], 1 if the ink that was found is where the digit was written, or if there is none. */
  readonly found: Uint8Array;
}

/** Room for the pictures of a plan, in memory that threads share if `isShared`. */
export function roomForViews({ count, pipeline }: ViewPlan, isShared = false): Views {
  const room = (length: number): Uint8Array =>
    isShared ? new Uint8Array(new SharedArrayBuffer(length)) : new Uint8Array(length);
  return { inputs: room(count * inputLengthOf(pipeline)), labels: room(count), found: room(count) };
}
