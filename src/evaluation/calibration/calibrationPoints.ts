import type { CalibrationPoint } from '../../digits/calibration.js';
import { riskCoverage } from '../riskCoverage.js';

/**
 * Coverages at which a calibration keeps its measurements, dense at those that digit readers use.
 */
const COVERAGES = [
  0.05, 0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.75, 0.8, 0.85, 0.9, 0.91, 0.92, 0.93, 0.94, 0.95, 0.955, 0.96, 0.965, 0.97,
  0.975, 0.98, 0.9825, 0.985, 0.9875, 0.99, 0.9925, 0.995, 0.996, 0.997, 0.998, 0.999, 1,
];

/**
 * The risk-coverage curve at some thirty coverages, in whole numbers, as it is stored with a model.
 * `labels` [N], 0..9; `probabilities` [N, 10]. Equally confident answers stay together, so a point
 * may cover more than its nominal coverage.
 */
export function calibrationPoints(labels: Uint8Array, probabilities: Float32Array): CalibrationPoint[] {
  const N = labels.length;
  const { points } = riskCoverage(labels, probabilities);
  const kept: CalibrationPoint[] = [];
  // Answers of less than half are not given: the last of the others is a point, too.
  const half = points.findLast(({ confidence }) => confidence >= 0.5)?.coverage ?? 1;
  for (const coverage of [...COVERAGES, half].sort((a, b) => a - b)) {
    const point = points.find((candidate) => candidate.coverage >= coverage - 1e-12);
    if (point === undefined || point.confidence === kept.at(-1)?.confidence) continue;
    const answered = Math.round(point.coverage * N);
    kept.push({ confidence: point.confidence, answered, errors: Math.round(point.risk * answered) });
  }
  return kept;
}
