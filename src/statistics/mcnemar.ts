import { binomialTail } from './binomialTail.js';

/**
 * Whether two models that read the same pictures differ by more than chance: the p-value, 0..1, of
 * McNemar's exact two-sided test. `fixed` and `broke` count the pictures that only one of the two
 * models reads right. The p-value is the probability of a split at least as uneven as this one, if
 * each such picture were equally likely to go to either model. It is 1 if the models never differ.
 * `fixed` and `broke` are whole numbers from 0; throws RangeError otherwise.
 *
 * McNemar 1947, "Note on the Sampling Error of the Difference Between Correlated Proportions or
 * Percentages", Psychometrika 12(2). The exact test never errs more often than its level says. The
 * mid-p test has more power but sometimes does (Fagerland, Lydersen & Laake 2013, "The McNemar test
 * for binary matched-pairs data", BMC Medical Research Methodology 13:91). A claim that a model is
 * better should have to pass the stricter test.
 */
export function mcnemar(fixed: number, broke: number): number {
  if (!Number.isInteger(fixed) || fixed < 0 || !Number.isInteger(broke) || broke < 0) {
    throw new RangeError(`mcnemar: fixed and broke must be whole numbers from 0. Received ${fixed} and ${broke}.`);
  }
  return Math.min(1, 2 * binomialTail(Math.min(fixed, broke), fixed + broke, 0.5));
}
