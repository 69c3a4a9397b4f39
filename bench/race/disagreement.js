// @ts-check

/** @typedef {{ logits: readonly number[], losses?: readonly number[] }} Outputs what is compared before anything is timed */

/** Allows for sums in single precision in another order, and three steps of Adam. */
const TOLERANCE = { absolute: 1e-4, relative: 1e-4 };

/**
 * How a contender's outputs differ from the expected ones, in a sentence; null if they agree.
 * NaN never agrees.
 *
 * @param {Outputs} outputs
 * @param {Outputs} expected
 * @returns {string | null}
 */
export function disagreement(outputs, expected) {
  return differ('logits', outputs.logits, expected.logits) ?? differ('losses', outputs.losses, expected.losses);
}

/**
 * @param {string} what
 * @param {readonly number[] | undefined} actual
 * @param {readonly number[] | undefined} expected
 * @returns {string | null}
 */
function differ(what, actual, expected) {
  if (expected === undefined) return null; // inference has no losses
  if (actual?.length !== expected.length) {
    return `${what} must be ${expected.length} numbers. Received ${actual?.length ?? 'none'}.`;
  }
  for (const [i, value] of expected.entries()) {
    // JSON has no NaN: it arrives as null, which counts as 0.
    if (!Number.isFinite(value)) return `${what}[${i}] of our exact variant must be finite. It is ${value}.`;
    if (!Number.isFinite(actual[i])) return `${what}[${i}] must be ${value}. Received ${actual[i]}.`;
    const close = Math.abs(actual[i] - value) <= TOLERANCE.absolute + TOLERANCE.relative * Math.abs(value);
    if (!close) return `${what}[${i}] must be ${value}. Received ${actual[i]}.`;
  }
  return null;
}
