import { formatCount } from './formatHeadline.js';
import { formatPercent } from './formatPercent.js';
import { nameOfShift, type Robustness } from '../../evaluation/robustness/robustness.js';

/**
 * The table of the shifts as rows of cells: shift, errors, n, accuracy, interval. The first row is
 * the heading.
 */
export function formatRobustness({ shifts }: Robustness): string[][] {
  return [
    ['Shift, before preprocessing', 'errors', 'n', 'accuracy', '95 % interval'],
    ...shifts.map((score) => [
      nameOfShift(score),
      formatCount(score.errors),
      formatCount(score.n),
      formatPercent(score.accuracy),
      `${formatPercent(score.interval[0])} to ${formatPercent(score.interval[1])}`,
    ]),
  ];
}
