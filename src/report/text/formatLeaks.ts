import { formatCount, formatHeadline } from './formatHeadline.js';
import { formatPercent } from './formatPercent.js';
import type { LeakResults } from '../../evaluation/leakScores.js';

/**
 * Lines about leaked pictures: how many there are, the digit 1 separately, and the score without
 * them.
 */
export function formatLeaks({ searched, leaked, ones, without }: LeakResults): string[] {
  const n = leaked + (without?.n ?? 0);
  const others = { n: n - ones.n, leaked: leaked - ones.leaked };
  const share = (part: { n: number; leaked: number }): string =>
    `${formatCount(part.leaked)} of ${formatCount(part.n)}${part.n > 0 ? ` (${formatPercent(part.leaked / part.n)})` : ''}`;
  return [
    `leaks: ${share(others)} have a variant of the same drawing among the ${formatCount(searched)} training images; of the digit 1 ${share(ones)}`,
    without === null ? 'without leaked images: none left' : `without leaked images: ${formatHeadline(without)}`,
  ];
}
