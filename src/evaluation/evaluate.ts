import type { PipelineName } from '../ink/pipeline.js';
import { brierScore } from './brierScore.js';
import { classificationReport, type ClassificationReport } from './classificationReport.js';
import { confusionMatrix, type ConfusionMatrix } from './confusionMatrix.js';
import { expectedCalibrationError, type CalibrationError } from './expectedCalibrationError.js';
import { areaUnderRoc } from '../statistics/areaUnderRoc.js';
import { compareModels, type ModelComparison, type OtherModel } from './compareModels.js';
import { groupScores, type GroupResults } from './groupScores.js';
import { leakScores, type LeakResults } from './leakScores.js';
import { logLoss } from './logLoss.js';
import {
  checkPredictions,
  confidencesOf,
  describePrediction,
  mostProbableDigit,
  type LabelledReading,
  type Predictions,
} from './predictions.js';
import { reliabilityBins, type ReliabilityBin } from './reliabilityBins.js';
import { riskCoverage, thinned, type RiskCoverage } from './riskCoverage.js';
import type { Robustness } from './robustness/robustness.js';
import { selectiveScore, type SelectiveScore } from './selectiveScore.js';
import { wilsonInterval } from '../statistics/wilsonInterval.js';

/** Which model was measured. */
export interface EvaluatedModel {
  /** The path or name that the user gave. */
  readonly name: string;
  readonly architecture: string;
  /** Number of trained values. */
  readonly parameters: number;
  readonly preprocessing: PipelineName;
}

/** What it was measured on. */
export interface EvaluatedData {
  /** The path or catalogue name that the user gave. */
  readonly source: string;
  /** 'folder', 'zip', 'idx' or 'csv'. */
  readonly format: string;
  /** Which part was used and how it was chosen, in words: 'all', 'test', '20 % split with seed 1'. */
  readonly split: string;
  /** Number of files that could not be read and are not counted in n. */
  readonly skipped: number;
}

/** The object that `numerist evaluate --json` prints. */
export interface EvaluationResult {
  /** Share of right answers, 0..1. */
  readonly accuracy: number;
  readonly errors: number;
  readonly n: number;
  /** Wilson 95 % interval of the accuracy: [low, high], 0..1. */
  readonly interval: readonly [low: number, high: number];
  /** Mean -ln(probability of the true digit), nats. */
  readonly log_loss: number;
  /** Sum over the ten digits of squared differences, mean over pictures, 0..2. */
  readonly brier: number;
  readonly ece: CalibrationError;
  /** How often answers are right by how sure they are, in the bins of `ece`. */
  readonly reliability: readonly ReliabilityBin[];
  /** The error among the surest answers, by how many of all they are. */
  readonly risk_coverage: RiskCoverage;
  /** What comes of a target error; null where none was asked for. */
  readonly selective: (SelectiveScore & { readonly target_error: number }) | null;
  /** How well the confidence tells these digits from pictures that are not digits; null where none were read. */
  readonly not_digits: { readonly n: number; readonly auroc: number } | null;
  /** What it reads right that another model did not, and the other way round; null where there was none to compare with. */
  readonly against: ModelComparison | null;
  /** How many are variants of what the model has learned from; null where that was not looked for. */
  readonly leaks: LeakResults | null;
  /** Results by group (writer, page); null where no group is known. */
  readonly groups: GroupResults | null;
  /** Under stated shifts; null where that was not measured. */
  readonly robustness: Robustness | null;
  /** [10][10], `confusion_matrix[i][j]` = true i, predicted j. */
  readonly confusion_matrix: ConfusionMatrix;
  readonly report: ClassificationReport;
  readonly model: EvaluatedModel;
  readonly data: EvaluatedData;
  /** The most confident mistakes first, at most `maxMistakes`; `errors` says how many there are in all. */
  readonly mistakes: readonly LabelledReading[];
}

export interface EvaluateOptions {
  readonly model: EvaluatedModel;
  readonly data: EvaluatedData;
  /** @default 100 */
  readonly maxMistakes?: number;
  /** The share of wrong answers that was asked for, and the least confidence that the model's calibration gives for it. */
  readonly target?: { readonly error: number; readonly confidence: number } | undefined;
  /** [M], the confidence, 0..1, with which pictures that are not digits were taken for one. */
  readonly notDigits?: Float32Array | undefined;
  /** Another model's answers to the same pictures. */
  readonly against?: OtherModel | undefined;
  /** [N], 1 for pictures with a variant among the training pictures, of which `searched` were searched. */
  readonly leaks?: { readonly leaked: Uint8Array; readonly searched: number } | undefined;
  /** [N], the name of each prediction's group; null where it is not known. */
  readonly groups?: readonly (string | null)[] | undefined;
  readonly robustness?: Robustness | undefined;
}

/**
 * Everything that is said about a model's answers on labelled pictures.
 *
 * Throws RangeError where there are no predictions, and on sizes, labels or probabilities out of range (NaN included).
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

/** Indices into `predictions` of the wrong answers, the surest first; of equally sure ones the earlier first. */
export function mistakesBySureness({ labels, probabilities }: Predictions): number[] {
  const confidenceOf = (n: number) => probabilities[n * 10 + mostProbableDigit(probabilities, n)];
  return Array.from(labels.keys())
    .filter((n) => mostProbableDigit(probabilities, n) !== labels[n])
    .sort((a, b) => confidenceOf(b) - confidenceOf(a) || a - b);
}
