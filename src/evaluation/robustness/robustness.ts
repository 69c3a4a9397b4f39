import { mostProbableDigit } from '../predictions.js';
import { wilsonInterval } from '../../statistics/wilsonInterval.js';

/** How pictures were read under one shift at one strength. */
export interface ShiftScore {
  /** `rotation`; of the pictures as they are, `none`. */
  readonly shift: string;
  readonly strength: number;
  /** `degrees`; empty where the strength says nothing. */
  readonly unit: string;
  readonly n: number;
  readonly errors: number;
  /** 0..1 */
  readonly accuracy: number;
  /** Wilson 95 % interval of the accuracy. */
  readonly interval: readonly [low: number, high: number];
}

/** A reader under stated shifts, made in the pictures as they came, before any preprocessing. */
export interface Robustness {
  /** Pictures behind every figure: the same ones. */
  readonly n: number;
  /** Of their choice and of the directions, places and noise. */
  readonly seed: number;
  /** The first is that of the pictures as they are. */
  readonly shifts: readonly ShiftScore[];
}

/** The score of answers to pictures that were shifted in one way. `labels` [N], `probabilities` [N, 10]. */
export function shiftScore(
  { shift, strength, unit }: Pick<ShiftScore, 'shift' | 'strength' | 'unit'>,
  labels: Uint8Array,
  probabilities: Float32Array,
): ShiftScore {
  const n = labels.length;
  const errors = labels.filter((label, i) => mostProbableDigit(probabilities, i) !== label).length;
  return { shift, strength, unit, n, errors, accuracy: (n - errors) / n, interval: wilsonInterval(n - errors, n) };
}

/** `rotation 10 degrees`, `inversion`, `as they are`. */
export function nameOfShift({ shift, strength, unit }: Pick<ShiftScore, 'shift' | 'strength' | 'unit'>): string {
  if (shift === 'none') return 'as they are';
  const sign = shift === 'stroke width' && strength > 0 ? '+' : '';
  return unit === '' ? shift : `${shift} ${sign}${strength} ${unit}`;
}
