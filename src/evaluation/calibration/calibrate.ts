import type { Scaling } from '../../digits/answerProbabilities.js';
import type { Calibration, CalibrationDomain } from '../../digits/calibration.js';
import { chooseThreshold } from '../../digits/chooseThreshold.js';
import { digitProbabilities } from '../../digits/digitProbabilities.js';
import { domainsThatFail } from '../../digits/domainsThatFail.js';
import { areaUnderRoc } from '../../statistics/areaUnderRoc.js';
import { expectedCalibrationError } from '../expectedCalibrationError.js';
import { confidencesOf } from '../predictions.js';
import { selectiveScore, type SelectiveScore } from '../selectiveScore.js';
import { calibrationPoints } from './calibrationPoints.js';
import { domainCounts, mixedWithOthers, NOT_DIGITS_DOMAIN } from './domainCounts.js';
import { fitScaling } from './fitScaling.js';

/** A model's answers to held-out digits that were changed in one way or not at all. */
export interface HeldOutGroup {
  /** How they were changed; `as they are` if not at all. */
  readonly name: string;
  /** The domain that they belong to: promises are kept in each domain. */
  readonly domain: string;
  /** [N, K] */
  readonly logits: Float32Array;
  /** [N], 0..9 */
  readonly labels: Uint8Array;
  /** Pictures beside these in which the ink step took something else for the digit. @default 0 */
  readonly missed?: number;
}

export interface CalibrateOptions {
  /** Number of the network's outputs, 10 or 11. */
  readonly K: number;
  /** The data behind the groups, in words. */
  readonly data: string;
  /** Confidence level of a promise about the error, 0..1. @default 0.95 */
  readonly level?: number;
  /** Target errors to report, 0..1. */
  readonly targets: readonly number[];
  /** The scaling so far, to compare with. */
  readonly before: Scaling;
  /** Expected share in use of pictures that are not digits, above 0 and below 1. @default 0.02 */
  readonly notDigitShare?: number;
}

/** One row of the table that `numerist calibrate` prints. */
export interface GroupReport {
  readonly name: string;
  readonly n: number;
  readonly accuracy: number;
  /** Expected calibration error in 15 bins, 0..1, with the old scaling and with the new one. */
  readonly eceBefore: number;
  readonly ece: number;
  /** For each target error, the outcome in this group; null if no promise can be made. */
  readonly targets: readonly (SelectiveScore | null)[];
}

export interface CalibrationReport {
  readonly scaling: Required<Scaling>;
  readonly calibration: Calibration;
  /** [targets], the lowest confidence for each target error; null if no promise can be made. */
  readonly thresholds: readonly (number | null)[];
  /** [targets], the domains in which the target cannot be promised at any confidence. */
  readonly failing: readonly (readonly string[])[];
  /** One report per group, and last one for all groups together. */
  readonly groups: readonly GroupReport[];
  /** Null if no pictures without digits were given. */
  readonly notDigits: {
    readonly n: number;
    /** Area under the ROC curve of the confidence: the first group's digits against the others. */
    readonly auroc: number;
    /** For each target error, the share taken for a digit; null if no promise can be made. */
    readonly taken: readonly (number | null)[];
  } | null;
}

/**
 * Fits the scaling on all domains, each with the same weight, and then measures with it how often
 * answers of each confidence are wrong in each of them. `notDigits` are logits [M, K] of pictures
 * that are not digits. A network with an output for them is scaled to the share of such pictures
 * that is expected in use, as their share in training is much larger. Throws RangeError without any
 * digit.
 */
export function calibrate(
  groups: readonly HeldOutGroup[],
  notDigits: Float32Array,
  options: CalibrateOptions,
): CalibrationReport {
  const { K, data, level = 0.95, notDigitShare = 0.02, targets } = options;
  const byDomain = [...new Set(groups.map(({ domain }) => domain))].map((domain) =>
    together(
      domain,
      groups.filter((group) => group.domain === domain),
    ),
  );
  const all = together('all of these', groups);
  const doubted = K > 10 && notDigits.length > 0;
  const doubts = { logits: notDigits, labels: new Uint8Array(notDigits.length / K).fill(10), weight: notDigitShare };
  const weight = (1 - notDigitShare) / byDomain.length;
  const scaling = fitScaling([...byDomain.map((group) => ({ ...group, weight })), ...(doubted ? [doubts] : [])], K);
  const probabilitiesOf = (logits: Float32Array): Float32Array => digitProbabilities(logits, K, scaling);
  const n = all.labels.length;
  const points = calibrationPoints(all.labels, probabilitiesOf(all.logits));
  const domains = byDomain.map(({ name, labels, logits, missed }): CalibrationDomain => {
    return domainCounts(name, { labels, probabilities: probabilitiesOf(logits) }, points, missed);
  });
  if (doubted) {
    const [{ labels, logits }] = byDomain;
    const mixed = mixedWithOthers({ labels, probabilities: probabilitiesOf(logits) }, probabilitiesOf(notDigits));
    if (mixed !== null) domains.push(domainCounts(NOT_DIGITS_DOMAIN, mixed, points));
  }
  const calibration: Calibration = { data, n, level, points, domains };
  const thresholds = targets.map((target) => chooseThreshold(calibration, target)?.confidence ?? null);

  const reportOn = ({ name, logits, labels }: HeldOutGroup): GroupReport => {
    const before = digitProbabilities(logits, K, options.before);
    const probabilities = probabilitiesOf(logits);
    return {
      name,
      n: labels.length,
      accuracy: 1 - selectiveScore(labels, probabilities, 0).error,
      eceBefore: expectedCalibrationError(labels, before).value,
      ece: expectedCalibrationError(labels, probabilities).value,
      targets: thresholds.map((threshold) =>
        threshold === null ? null : selectiveScore(labels, probabilities, threshold),
      ),
    };
  };
  return {
    scaling,
    calibration,
    thresholds,
    failing: targets.map((target, i) => (thresholds[i] === null ? domainsThatFail(calibration, target) : [])),
    groups: [...groups.map(reportOn), ...(groups.length > 1 ? [reportOn(all)] : [])],
    notDigits: notDigits.length === 0 ? null : reportOnNotDigits(),
  };

  function reportOnNotDigits(): CalibrationReport['notDigits'] {
    const confidences = confidencesOf(probabilitiesOf(notDigits));
    const digits = confidencesOf(probabilitiesOf(groups[0].logits));
    const taken = (threshold: number): number =>
      confidences.filter((confidence) => confidence >= threshold).length / confidences.length;
    return {
      n: confidences.length,
      auroc: areaUnderRoc(digits, confidences),
      taken: thresholds.map((threshold) => (threshold === null ? null : taken(threshold))),
    };
  }
}

/** All answers of some groups, as one group. */
function together(name: string, groups: readonly HeldOutGroup[]): HeldOutGroup {
  const labels = new Uint8Array(groups.reduce((length, group) => length + group.labels.length, 0));
  const logits = new Float32Array(groups.reduce((length, group) => length + group.logits.length, 0));
  let [row, at] = [0, 0];
  for (const group of groups) {
    labels.set(group.labels, row);
    logits.set(group.logits, at);
    row += group.labels.length;
    at += group.logits.length;
  }
  const missed = groups.reduce((sum, group) => sum + (group.missed ?? 0), 0);
  return { name, domain: name, labels, logits, missed };
}
