import { describe, expect, it } from 'vitest';

import type { Calibration } from '../../src/digits/calibration.js';
import { chooseThreshold } from '../../src/digits/chooseThreshold.js';
import { judge } from '../../src/digits/judge.js';
import { thresholdFor } from '../../src/digits/thresholdFor.js';
import { calibrationPoints } from '../../src/evaluation/calibration/calibrationPoints.js';
import { createRandom } from '../../src/random.js';

/** [confidence, answered, errors] each, of 10,000. */
function calibrationOf(...points: [number, number, number][]): Calibration {
  return {
    ...{ data: 'made', n: 10_000, level: 0.95 },
    points: points.map(([confidence, answered, errors]) => ({ confidence, answered, errors })),
  };
}

const usual = calibrationOf([0.999, 2000, 0], [0.99, 8000, 1], [0.9, 9500, 4], [0.5, 9900, 12], [0.2, 10_000, 70]);

describe('chooseThreshold', () => {
  it.each([
    // The exact bounds at 95 % of 4 in 9,500, 12 in 9,900 and 70 in 10,000 are 0.096 %, 0.196 % and
    // 0.855 %.
    [0.009, 0.2, 1],
    [0.0085, 0.5, 0.99],
    [0.002, 0.5, 0.99],
    [0.0019, 0.9, 0.95],
    [0.00097, 0.9, 0.95],
    [0.00095, 0.99, 0.8],
  ])('for a target error of %d needs a confidence of %d', (target, confidence, coverage) => {
    expect(chooseThreshold(usual, target)).toMatchObject({ confidence, coverage });
  });

  it('promises nothing if too few digits were read', () => {
    expect(chooseThreshold(usual, 0.0002)).toBeNull();
    expect(chooseThreshold(calibrationOf([0.5, 2990, 0]), 0.001)).toBeNull();
    expect(chooseThreshold(calibrationOf([0.5, 3000, 0]), 0.001)?.error).toBe(0);
  });

  it('stops at the first point that fails, whatever follows it', () => {
    const uneven = calibrationOf([0.9, 5000, 1], [0.8, 8000, 30], [0.7, 10_000, 0]);
    expect(chooseThreshold(uneven, 0.002)?.confidence).toBe(0.9);
  });

  it('keeps its promise about as often as its level says', () => {
    // Confidence is even over 0..1; answers below 0.05 are wrong with probability 0.3, others with
    // 0.002. So of those from c < 0.05 on, (0.95 * 0.002 + (0.05 - c) * 0.3) / (1 - c) are wrong:
    // 0.5 % at c = 0.0403.
    const target = 0.005;
    let broken = 0;
    for (let trial = 0; trial < 300; trial++) {
      const random = createRandom(trial);
      const n = 4000;
      const probabilities = new Float32Array(n * 10);
      const labels = new Uint8Array(n);
      for (let i = 0; i < n; i++) {
        const confidence = random.uniform();
        probabilities[i * 10 + 3] = confidence;
        labels[i] = random.uniform() < (confidence < 0.05 ? 0.3 : 0.002) ? 4 : 3;
      }
      const points = calibrationPoints(labels, probabilities);
      const threshold = chooseThreshold({ data: '', n, level: 0.95, points }, target);
      if (threshold !== null && threshold.confidence < 0.0403) broken++;
    }
    expect(broken).toBeGreaterThan(0); // it is not idle
    expect(broken / 300).toBeLessThan(0.08);
  });

  it.each([0, 1, -0.1, NaN])('refuses a target error of %d', (target) => {
    expect(() => chooseThreshold(usual, target)).toThrow(RangeError);
  });
});

describe('promise', () => {
  it('says what a model can promise', () => {
    expect(thresholdFor(usual, 0.001)).toEqual(chooseThreshold(usual, 0.001));
    expect(() => thresholdFor(usual, 0.0001)).toThrow(
      "targetError must be one that the model's calibration can promise; the least it can is 0.001. Received 0.0001.",
    );
    expect(() => thresholdFor(undefined, 0.01)).toThrow('targetError needs a model with a calibration');
  });
});

describe('judge', () => {
  const probabilities = (notDigit?: number): Float64Array => {
    const digits = [0, 0, 0.01, 0.6, 0, 0, 0, 0.2, 0.09, 0];
    return Float64Array.from(notDigit === undefined ? digits : [...digits, notDigit]);
  };
  const threshold = { confidence: 0.6, coverage: 0.9, error: 0 };

  it('returns the likeliest digit and the next ones', () => {
    expect(judge(probabilities(), { alternatives: 2, threshold: null })).toEqual({
      ...{ status: 'read', digit: 3, confidence: 0.6, notDigit: 0 },
      alternatives: [
        { digit: 7, confidence: 0.2 },
        { digit: 8, confidence: 0.09 },
      ],
    });
  });

  it('returns no digit below the threshold, and keeps the alternatives', () => {
    expect(judge(probabilities(), { alternatives: 1, threshold: { ...threshold, confidence: 0.61 } })).toEqual({
      ...{ status: 'unsure', digit: null, confidence: 0.6, notDigit: 0 },
      alternatives: [
        { digit: 3, confidence: 0.6 },
        { digit: 7, confidence: 0.2 },
      ],
    });
  });

  it('compares in single precision, in which thresholds are measured', () => {
    const measured = { ...threshold, confidence: Math.fround(0.6) };
    expect(measured.confidence).toBeGreaterThan(0.6);
    expect(judge(probabilities(), { alternatives: 0, threshold: measured }).status).toBe('read');
  });

  it('returns no digit if it is more likely not one', () => {
    const judged = judge(probabilities(0.7), { alternatives: 0, threshold: null });
    expect(judged).toMatchObject({ status: 'not a digit', digit: null, confidence: 0.6, notDigit: 0.7 });
    expect(judged.alternatives).toEqual([{ digit: 3, confidence: 0.6 }]);
    expect(judge(probabilities(0.1), { alternatives: 0, threshold: null })).toMatchObject({ status: 'read', digit: 3 });
  });
});
