// @ts-check

/** @typedef {{ logits: readonly number[], losses?: readonly number[] }} Outputs what is compared before anything is timed */

/** Allows for sums in single precision in another order. */
const TOLERANCE = { absolute: 1e-4, relative: 1e-4 };
/**
 * What a step of training adds to the tolerance, as a share of how far the loss has moved since the
 * first one. Steps amplify how sums are rounded: PyTorch's channels-last variances of a batch are
 * off by up to 3e-4, and the loss of `standard` after a step by 0.5 % of its way.
 */
const MOVED = 0.02;

/**
 * How a contender's outputs differ from the expected ones, in a sentence; null if they agree.
 * NaN never agrees.
 *
 * @param {Outputs} outputs
 * @param {Outputs} expected
 * @returns {string | null}
 */
export function disagreement(outputs, expected) {
  const [first] = expected.losses ?? [];
  return (
    differ('logits', outputs.logits, expected.logits, () => 0) ??
    differ('losses', outputs.losses, expected.losses, (loss) => MOVED * Math.abs(loss - first))
  );
}

/**
 * @param {string} what
 * @param {readonly number[] | undefined} actual
 * @param {readonly number[] | undefined} expected
 * @param {(value: number) => number} more tolerance for an expected value
 * @returns {string | null}
 */
function differ(what, actual, expected, more) {
  if (expected === undefined) return null; // inference has no losses
  if (actual?.length !== expected.length) {
    return `${what} must be ${expected.length} numbers. Received ${actual?.length ?? 'none'}.`;
  }
  for (const [i, value] of expected.entries()) {
    // JSON has no NaN: it arrives as null, which counts as 0.
    if (!Number.isFinite(value)) return `${what}[${i}] of our exact variant must be finite. It is ${value}.`;
    if (!Number.isFinite(actual[i])) return `${what}[${i}] must be ${value}. Received ${actual[i]}.`;
    const tolerance = TOLERANCE.absolute + TOLERANCE.relative * Math.abs(value) + more(value);
    if (Math.abs(actual[i] - value) > tolerance) return `${what}[${i}] must be ${value}. Received ${actual[i]}.`;
  }
  return null;
}
