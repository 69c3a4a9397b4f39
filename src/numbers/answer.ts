import type { Reading } from '../digits/reading.js';
import type { GrayImage } from '../image/pixels.js';
import type { Warning } from './findWarnings.js';

/** One digit as the network saw and judged it. */
export interface SeenDigit {
  /** [10], the probability of each digit, 0..1; all 0 where there was no ink. */
  readonly probabilities: readonly number[];
  /** The drawing without paper and specks; null where there was no ink. */
  readonly cutOut: GrayImage | null;
  /** [784], what the network got; null where there was no ink. */
  readonly input: Uint8Array | null;
}

/** All that Read shows of one picture. */
export interface Answer {
  readonly reading: Reading;
  /** The picture as ink without paper; null where there is none. */
  readonly ink: GrayImage | null;
  /** From left to right, as many as `reading.digits`; one without input where there is no ink. */
  readonly seen: readonly SeenDigit[];
  readonly warnings: readonly Warning[];
}
