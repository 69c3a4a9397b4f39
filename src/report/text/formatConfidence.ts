import type { EvaluationResult } from '../../evaluation/evaluate.js';
import { formatCount } from './formatHeadline.js';
import { formatPercent } from './formatPercent.js';

/** What is said of the confidence, a line each: calibration, what a target error costs, what is not a digit. */
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
      `target error ${formatPercent(target)}: ${formatPercent(coverage)} answered (confidence from ${confidence.toFixed(4)} on), ` +
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
