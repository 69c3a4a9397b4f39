import type { Promised } from '../reader/messages.js';

/**
 * What the chosen rate of wrong answers is promised for, in a sentence that fits a phone's line;
 * null if nothing is to say.
 */
export function describePromise(asked: number, promised: Promised | null): string | null {
  if (asked >= 1 || promised === null) return null;
  const { targetError, inDomains } = promised;
  if (targetError === null) return 'This model can promise no rate: all digits are shown.';
  const isWorse = targetError > asked;
  const rate = `Here 1 in ${Math.round(1 / targetError)}, its best for`;
  if (!inDomains) return `${isWorse ? rate : 'Promised for'} pictures like its own examples.`;
  return isWorse ? `${rate} cells, photos and noise.` : 'Promised for paper, cells, photos, tight cuts, noise.';
}
