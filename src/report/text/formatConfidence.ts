import type { EvaluationResult } from '../../evaluation/evaluationResult.js';
import { formatCount } from './formatHeadline.js';
import { formatPercent } from './formatPercent.js';

/**
 * Lines about the confidence: calibration, the outcome of a target error, pictures that are not
 * digits.
 */
export function formatConfidence(
  result: Pick<EvaluationResult, 'ece' | 'risk_coverage' | 'selective' | 'not_digits'>,
): string[] {
  const { ece, risk_coverage: curve, selective, not_digits: notDigits } = result;
  const lines = [
    `confidence: ECE ${formatPercent(ece.value)} (${ece.bins} bins), area under the risk-coverage curve ${curve.aurc.toExponential(2)}`,
  ];
  if (selective !== null) {
    const { target_error: target, confidence, coverage, errors, answered, error } = selective;
    lines.push(
      `target error ${formatPercent(target)}: ${formatPercent(coverage)} answered (confidence at least ${confidence.toFixed(4)}), ` +
        `${formatCount(errors)} wrong in ${formatCount(answered)}: ${formatPercent(error)}, at most ${formatPercent(selective.error_at_most)}`,
    );
  }
  if (notDigits !== null) {
    lines.push(
      `not digits: AUROC ${notDigits.auroc.toFixed(4)} against ${formatCount(notDigits.n)} generated pictures`,
    );
  }
  return lines;
}
