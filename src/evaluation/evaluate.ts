import { areaUnderRoc } from '../statistics/areaUnderRoc.js';
import { wilsonInterval } from '../statistics/wilsonInterval.js';
import { brierScore } from './brierScore.js';
import { classificationReport } from './classificationReport.js';
import { compareModels, type OtherModel } from './compareModels.js';
import { confusionMatrix } from './confusionMatrix.js';
import type { EvaluatedData, EvaluatedModel, EvaluationResult } from './evaluationResult.js';
import { expectedCalibrationError } from './expectedCalibrationError.js';
import { groupScores } from './groupScores.js';
import { leakScores } from './leakScores.js';
import { logLoss } from './logLoss.js';
import {
  checkPredictions,
  confidencesOf,
  describePrediction,
  mostProbableDigit,
  type Predictions,
} from './predictions.js';
import { reliabilityBins } from './reliabilityBins.js';
import { riskCoverage, thinned } from './riskCoverage.js';
import type { Robustness } from './robustness/robustness.js';
import { selectiveScore } from './selectiveScore.js';

export interface EvaluateOptions {
  readonly model: EvaluatedModel;
  readonly data: EvaluatedData;
  /** @default 100 */
  readonly maxMistakes?: number;
  /**
   * The wanted share of wrong answers, 0..1, and the lowest confidence that the model's calibration
   * gives for it.
   */
  readonly target?: { readonly error: number; readonly confidence: number } | undefined;
  /** [M], the confidence, 0..1, with which each picture that is not a digit was taken for one. */
  readonly notDigits?: Float32Array | undefined;
  /** Another model's answers to the same pictures. */
  readonly against?: OtherModel | undefined;
  /** `leaked` [N], 1 for pictures with a variant among the `searched` training pictures. */
  readonly leaks?: { readonly leaked: Uint8Array; readonly searched: number } | undefined;
  /** [N], the name of each prediction's group; null if it is not known. */
  readonly groups?: readonly (string | null)[] | undefined;
  readonly robustness?: Robustness | undefined;
}

/**
 * Computes all figures about a model's answers to labelled pictures.
 *
 * Throws RangeError if there are no predictions, and on sizes, labels or probabilities out of range
 * (NaN included).
 */
export function evaluate(predictions: Predictions, options: EvaluateOptions): EvaluationResult {
  const { labels, probabilities } = predictions;
  checkPredictions('evaluate', labels, probabilities);
  const n = labels.length;
  if (n === 0) throw new RangeError('evaluate: predictions must hold at least one row. Received 0.');

  const predicted = labels.map((_, row) => mostProbableDigit(probabilities, row));
  const matrix = confusionMatrix(labels, predicted);
  const mistakes = mistakesBySureness(predictions);
  const { target, notDigits, against, leaks, groups } = options;
  return {
    accuracy: (n - mistakes.length) / n,
    errors: mistakes.length,
    n,
    interval: wilsonInterval(n - mistakes.length, n),
    log_loss: logLoss(labels, probabilities),
    brier: brierScore(labels, probabilities),
    ece: expectedCalibrationError(labels, probabilities),
    reliability: reliabilityBins(labels, probabilities),
    risk_coverage: thinned(riskCoverage(labels, probabilities)),
    selective:
      target === undefined
        ? null
        : { target_error: target.error, ...selectiveScore(labels, probabilities, target.confidence) },
    not_digits:
      notDigits === undefined
        ? null
        : { n: notDigits.length, auroc: areaUnderRoc(confidencesOf(probabilities), notDigits) },
    against: against === undefined ? null : compareModels(predictions, against),
    leaks: leaks === undefined ? null : leakScores(predictions, leaks),
    groups: groups === undefined ? null : groupScores(predictions, groups),
    robustness: options.robustness ?? null,
    confusion_matrix: matrix,
    report: classificationReport(matrix),
    model: options.model,
    data: options.data,
    mistakes: mistakes.slice(0, options.maxMistakes ?? 100).map((row) => describePrediction(predictions, row)),
  };
}

/**
 * Indices into `predictions` of the wrong answers, the most confident first; of equals, the earlier
 * first.
 */
export function mistakesBySureness({ labels, probabilities }: Predictions): number[] {
  const confidenceOf = (n: number) => probabilities[n * 10 + mostProbableDigit(probabilities, n)];
  return Array.from(labels.keys())
    .filter((n) => mostProbableDigit(probabilities, n) !== labels[n])
    .sort((a, b) => confidenceOf(b) - confidenceOf(a) || a - b);
}
