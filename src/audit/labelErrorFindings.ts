import type { Finding } from './finding.js';
import type { LabelErrorRanking } from './rankLabelErrors.js';

/**
 * Reports the likely label errors of a ranking, the least believable first. `labels` [N] and
 * `probabilities` [N, 10] are those that were ranked.
 */
export function labelErrorFindings(
  { order, likely, joint }: LabelErrorRanking,
  labels: Uint8Array,
  probabilities: Float32Array,
): Finding[] {
  if (likely === 0) return [];
  const n = labels.length;
  const indices = order.slice(0, likely);
  const estimated = joint.reduce(
    (sum, row, label) => sum + row.reduce((errors, count, digit) => (digit === label ? errors : errors + count), 0),
    0,
  );
  const details = Array.from(indices, (row) => {
    const own = probabilities.subarray(row * 10, row * 10 + 10);
    const digit = own.reduce(
      (best, p, other) => (other !== labels[row] && p > own[best] ? other : best),
      labels[row] === 0 ? 1 : 0,
    );
    return { text: `labelled ${labels[row]}, probably ${digit} (${own[digit].toFixed(2)})` };
  });
  return [
    {
      kind: 'label-error',
      severity: 'warning',
      indices,
      details,
      text: `${likely} of ${n} labels are likely errors, the least believable first; the estimated number of wrong labels is about ${Math.round(estimated)} (${((100 * estimated) / n).toFixed(2)} %). Models that had not been trained on a picture were sure of another digit.`,
    },
  ];
}
