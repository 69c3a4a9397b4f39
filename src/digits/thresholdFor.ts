import type { Calibration } from './calibration.js';
import { domainsThatFail } from './domainsThatFail.js';
import { chooseThreshold, type Threshold } from './chooseThreshold.js';

/** Target errors that reports and messages name. */
export const TARGET_ERRORS = [0.05, 0.02, 0.01, 0.005, 0.002, 0.001, 0.0005] as const;

/**
 * The threshold for a target error, above 0 and below 1. Throws RangeError, with what to do, if the
 * model has no calibration or if its calibration cannot promise so small an error.
 */
export function thresholdFor(calibration: Calibration | undefined, targetError: number): Threshold {
  if (calibration === undefined) {
    throw new RangeError(
      `targetError needs a model with a calibration, which numerist calibrate makes. Received ${targetError} for a model without.`,
    );
  }
  const threshold = chooseThreshold(calibration, targetError);
  if (threshold !== null) return threshold;
  const kept = TARGET_ERRORS.filter((target) => chooseThreshold(calibration, target) !== null);
  const least = kept.at(-1);
  const can = least === undefined ? 'it can promise none' : `the least it can is ${least}`;
  const failing = domainsThatFail(calibration, targetError);
  const where = failing.length === 0 ? '' : ` (it fails on: ${failing.join(', ')})`;
  throw new RangeError(
    `targetError must be one that the model's calibration can promise; ${can}. Received ${targetError}${where}.`,
  );
}
