import { binomialTail } from './binomialTail.js';

/**
 * Whether two models that were asked the same pictures differ by more than chance: the probability, 0..1, that pictures which only
 * one of them reads right fall to the two at least as unevenly as `fixed` and `broke`, if either model were as likely to win each.
 * The exact two-sided test; 1 where the models never differ. `fixed` and `broke` are whole numbers from 0; throws RangeError otherwise.
 *
 * McNemar 1947, "Note on the Sampling Error of the Difference Between Correlated Proportions or Percentages", Psychometrika 12(2).
 * The exact test never errs more often than its level says; the mid-p one has more power and sometimes does (Fagerland, Lydersen &
 * Laake 2013, "The McNemar test for binary matched-pairs data", BMC Medical Research Methodology 13:91). Who wants to believe that a
 * model is better should have to pass the first.
 */
export function mcnemar(fixed: number, broke: number): number {
  if (!Number.isInteger(fixed) || fixed < 0 || !Number.isInteger(broke) || broke < 0) {
    throw new RangeError(`mcnemar: fixed and broke must be whole numbers from 0. Received ${fixed} and ${broke}.`);
  }
  return Math.min(1, 2 * binomialTail(Math.min(fixed, broke), fixed + broke, 0.5));
}
