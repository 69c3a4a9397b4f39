import { mostProbableDigit } from '../predictions.js';
import { wilsonInterval } from '../../statistics/wilsonInterval.js';

/** The score under one shift at one strength. */
export interface ShiftScore {
  /** The name of the shift, `rotation` for example; `none` for the pictures as they are. */
  readonly shift: string;
  readonly strength: number;
  /** The unit of the strength, `degrees` for example; empty if the shift has no strength. */
  readonly unit: string;
  readonly n: number;
  readonly errors: number;
  /** 0..1 */
  readonly accuracy: number;
  /** Wilson 95 % interval of the accuracy. */
  readonly interval: readonly [low: number, high: number];
}

/** A model's scores under defined shifts, applied to the pictures before any preprocessing. */
export interface Robustness {
  /** Number of pictures behind every figure; they are the same for all shifts. */
  readonly n: number;
  /** Seed for the choice of pictures and for directions, places and noise. */
  readonly seed: number;
  /** The first is the score on the pictures as they are. */
  readonly shifts: readonly ShiftScore[];
}

/** Scores the answers to pictures shifted in one way. `labels` [N], `probabilities` [N, 10]. */
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
