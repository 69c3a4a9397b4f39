import type { PipelineName } from '../ink/pipeline.js';
import type { ClassificationReport } from './classificationReport.js';
import type { ConfusionMatrix } from './confusionMatrix.js';
import type { CalibrationError } from './expectedCalibrationError.js';
import type { GroupResults } from './groupScores.js';
import type { LeakResults } from './leakScores.js';
import type { LabelledReading } from './predictions.js';
import type { ReliabilityBin } from './reliabilityBins.js';
import type { RiskCoverage } from './riskCoverage.js';
import type { Robustness } from './robustness/robustness.js';
import type { SelectiveScore } from './selectiveScore.js';

/** The model that was evaluated. */
export interface EvaluatedModel {
  /** The path or model name that the user gave. */
  readonly name: string;
  readonly architecture: string;
  /** Number of trained parameters. */
  readonly parameters: number;
  readonly preprocessing: PipelineName;
}

/** The data that the model was evaluated on. */
export interface EvaluatedData {
  /** The path or catalogue name that the user gave. */
  readonly source: string;
  /** 'folder', 'zip', 'idx' or 'csv'. */
  readonly format: string;
  /**
   * The part that was used and how it was chosen, in words: 'all', 'test', '20 % split with seed
   * 1'.
   */
  readonly split: string;
  /** Number of files that could not be read and are not counted in n. */
  readonly skipped: number;
}

/** A picture that only one of the two models reads right. */
export interface ChangedReading {
  /** Row of the data set. */
  readonly row: number;
  readonly name: string;
  /** 0..9 */
  readonly true: number;
  /** The other model's answer, 0..9. */
  readonly before: number;
  /** This model's answer, 0..9. */
  readonly now: number;
}

/** A model compared with another one (an earlier or simpler one) on the same pictures. */
export interface ModelComparison {
  /** The other model. */
  readonly model: EvaluatedModel;
  /** The other model's errors. */
  readonly errors: number;
  /** Number of pictures that the other model reads wrong and this one right. */
  readonly fixed: number;
  /** Number of pictures that the other model reads right and this one wrong. */
  readonly broke: number;
  readonly both_wrong: number;
  /** Exact two-sided McNemar test of `fixed` against `broke`, 0..1. */
  readonly p: number;
  /** At most `most` pictures, those that this model is most confident of first; the same below. */
  readonly fixed_pictures: readonly ChangedReading[];
  readonly broken_pictures: readonly ChangedReading[];
}

/** The object that `numerist evaluate --json` prints. */
export interface EvaluationResult {
  /** Share of right answers, 0..1. */
  readonly accuracy: number;
  readonly errors: number;
  readonly n: number;
  /** Wilson 95 % interval of the accuracy: [low, high], 0..1. */
  readonly interval: readonly [low: number, high: number];
  /** Mean of -ln(probability of the true digit), in nats. */
  readonly log_loss: number;
  /** Brier score: the squared differences summed over the ten digits, mean over pictures, 0..2. */
  readonly brier: number;
  readonly ece: CalibrationError;
  /** The share of right answers by confidence, in the bins of `ece`. */
  readonly reliability: readonly ReliabilityBin[];
  /** The error rate among the most confident answers, by the share of pictures they cover. */
  readonly risk_coverage: RiskCoverage;
  /** The outcome of a target error; null if none was given. */
  readonly selective: (SelectiveScore & { readonly target_error: number }) | null;
  /**
   * How well the confidence separates these digits from pictures that are not digits; null if there
   * were none.
   */
  readonly not_digits: { readonly n: number; readonly auroc: number } | null;
  /** The comparison with another model; null if there was none to compare with. */
  readonly against: ModelComparison | null;
  /** How many pictures are variants of training pictures; null if that was not checked. */
  readonly leaks: LeakResults | null;
  /** Results by group (writer, page); null if no group is known. */
  readonly groups: GroupResults | null;
  /** Results under defined shifts; null if that was not measured. */
  readonly robustness: Robustness | null;
  /** [10][10], `confusion_matrix[i][j]` counts pictures of true digit i, predicted as j. */
  readonly confusion_matrix: ConfusionMatrix;
  readonly report: ClassificationReport;
  readonly model: EvaluatedModel;
  readonly data: EvaluatedData;
  /** The most confident mistakes first, at most `maxMistakes`; `errors` counts all of them. */
  readonly mistakes: readonly LabelledReading[];
}
