import type { ModelComparison } from '../../evaluation/evaluationResult.js';
import { formatCount } from './formatHeadline.js';

/** `against runs/a: fixed 14, broke 3, p = 0.013 (exact McNemar); both wrong: 19` */
export function formatComparison(comparison: ModelComparison): string {
  const { model, fixed, broke, both_wrong: both } = comparison;
  return `against ${model.name}: fixed ${formatCount(fixed)}, broke ${formatCount(broke)}, ${formatP(comparison.p)} (exact McNemar); both wrong: ${formatCount(both)}`;
}

/** `p = 0.013`: two significant digits, in exponential form below 0.0001. */
export function formatP(p: number): string {
  return p < 0.0001 ? `p = ${p.toExponential(1)}` : `p = ${Number(p.toPrecision(2))}`;
}
