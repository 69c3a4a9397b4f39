import type { EvaluationResult } from '../../evaluation/evaluationResult.js';
import { formatPercent } from './formatPercent.js';

/** `99.67 % right: 33 errors in 10,000 (95 % interval 99.54 % to 99.76 %)` */
export function formatHeadline(result: Pick<EvaluationResult, 'accuracy' | 'errors' | 'n' | 'interval'>): string {
  const [low, high] = result.interval;
  const errors = `${formatCount(result.errors)} ${result.errors === 1 ? 'error' : 'errors'} in ${formatCount(result.n)}`;
  return `${formatPercent(result.accuracy)} right: ${errors} (95 % interval ${formatPercent(low)} to ${formatPercent(high)})`;
}

/** 10000 as `10,000`, whatever the machine's locale. */
export function formatCount(count: number): string {
  return count.toLocaleString('en-US');
}
