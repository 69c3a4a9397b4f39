import { describe, expect, it } from 'vitest';

import type { Calibration } from '../../src/digits/calibration.js';
import { chooseThreshold } from '../../src/digits/chooseThreshold.js';
import { judge } from '../../src/digits/judge.js';
import { thresholdFor } from '../../src/digits/thresholdFor.js';
import { calibrationPoints } from '../../src/evaluation/calibration/calibrationPoints.js';
import { type Answers, domainCounts, mixedWithOthers } from '../../src/evaluation/calibration/domainCounts.js';
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
    // The exact bounds at 95 % of 4 in 9,500 and 12 in 9,900 are 0.096 % and 0.196 %. All 10,000
    // would do for the first, but answers of 0.2 are guesses.
    [0.009, 0.5, 0.99],
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
    // Confidence is (1 + u) / 2 with u even over 0..1; answers with u below 0.05 are wrong with
    // probability 0.3, others with 0.002. So of those from u < 0.05 on,
    // (0.95 * 0.002 + (0.05 - u) * 0.3) / (1 - u) are wrong: 0.5 % at u = 0.0403.
    const target = 0.005;
    let broken = 0;
    for (let trial = 0; trial < 300; trial++) {
      const random = createRandom(trial);
      const n = 4000;
      const probabilities = new Float32Array(n * 10);
      const labels = new Uint8Array(n);
      for (let i = 0; i < n; i++) {
        const u = random.uniform();
        probabilities[i * 10 + 3] = (1 + u) / 2;
        labels[i] = random.uniform() < (u < 0.05 ? 0.3 : 0.002) ? 4 : 3;
      }
      const points = calibrationPoints(labels, probabilities);
      const threshold = chooseThreshold({ data: '', n, level: 0.95, points }, target);
      if (threshold !== null && threshold.confidence < 0.52015) broken++;
    }
    expect(broken).toBeGreaterThan(0); // it is not idle
    expect(broken / 300).toBeLessThan(0.08);
  });

  it('never goes below a confidence of a half, even where everything is right', () => {
    expect(chooseThreshold(calibrationOf([0.6, 9000, 0], [0.5, 9900, 0], [0.49, 9950, 0]), 0.05)).toMatchObject({
      confidence: 0.5,
    });
    expect(chooseThreshold(calibrationOf([0.3, 9000, 0]), 0.05)).toBeNull();
  });

  it('ends where most of the next answers are wrong, however few they are', () => {
    const guesses = calibrationOf([0.9, 9000, 0], [0.7, 9010, 6], [0.6, 9900, 6]);
    expect(chooseThreshold(guesses, 0.05)?.confidence).toBe(0.9);
    expect(chooseThreshold(calibrationOf([0.9, 9000, 0], [0.7, 9010, 5]), 0.05)?.confidence).toBe(0.7);
  });

  it.each([0, 1, -0.1, NaN])('refuses a target error of %d', (target) => {
    expect(() => chooseThreshold(usual, target)).toThrow(RangeError);
  });
});

describe('chooseThreshold with domains', () => {
  const points = calibrationOf([0.99, 8000, 0], [0.9, 15_000, 3], [0.6, 19_000, 30]).points;
  const easy = { name: 'easy', n: 10_000, wrong: 9, missed: 0, answered: [6000, 9000, 9900], errors: [0, 0, 2] };
  const hard = { name: 'hard', n: 10_000, wrong: 90, missed: 0, answered: [3500, 6000, 9100], errors: [0, 3, 28] };
  const few = { name: 'few', n: 300, wrong: 0, missed: 0, answered: [200, 280, 300], errors: [0, 0, 0] };
  const of = (...domains: Calibration['domains'] & object): Calibration => {
    return { data: 'made', n: 20_000, level: 0.95, points, domains };
  };

  it('keeps the promise in the worst domain, not in the mean', () => {
    // The exact bounds at 95 % of 3 in 6,000 and of 28 in 9,100 are 0.129 % and 0.422 %; all
    // together, 30 in 19,000 are below 0.22 %.
    expect(chooseThreshold(of(easy), 0.003)?.confidence).toBe(0.6);
    expect(chooseThreshold(of(easy, hard), 0.0043)).toEqual({ confidence: 0.6, coverage: 0.95, error: 30 / 19_000 });
    expect(chooseThreshold(of(easy, hard), 0.0042)?.confidence).toBe(0.9);
    expect(chooseThreshold(of(hard, easy), 0.0013)?.confidence).toBe(0.9);
    expect(chooseThreshold(of(hard, easy), 0.00128)).toBeNull();
  });

  it('cannot promise what a domain is too small to show, and says which', () => {
    expect(chooseThreshold(of(easy, few), 0.02)?.confidence).toBe(0.6);
    expect(chooseThreshold(of(easy, few), 0.009)).toBeNull();
    expect(() => thresholdFor(of(easy, hard, few), 0.005)).toThrow(
      'the least it can is 0.01. Received 0.005 (it fails on: few).',
    );
  });

  it('keeps its promise in both of two domains about as often as its level says', () => {
    let broken = 0;
    for (let trial = 0; trial < 200; trial++) {
      const random = createRandom(trial, 7);
      const n = 3000;
      // Wrong with probability 0.3 below u = 0.05, as above; the second domain errs more elsewhere.
      const draw = (share: number): Answers => {
        const answers = { labels: new Uint8Array(n), probabilities: new Float32Array(n * 10) };
        for (let i = 0; i < n; i++) {
          const u = random.uniform();
          answers.probabilities[i * 10 + 3] = (1 + u) / 2;
          answers.labels[i] = random.uniform() < (u < 0.05 ? 0.3 : share) ? 4 : 3;
        }
        return answers;
      };
      const [a, b] = [draw(0.001), draw(0.002)];
      const labels = Uint8Array.from([...a.labels, ...b.labels]);
      const own = calibrationPoints(labels, Float32Array.from([...a.probabilities, ...b.probabilities]));
      const domains = [domainCounts('a', a, own), domainCounts('b', b, own)];
      const threshold = chooseThreshold({ data: '', n: 2 * n, level: 0.95, points: own, domains }, 0.005);
      if (threshold !== null && threshold.confidence < 0.52015) broken++;
    }
    expect(broken / 200).toBeLessThan(0.08);
  });
});

describe('domainCounts', () => {
  const answers = (...rows: [label: number, digit: number, confidence: number][]): Answers => {
    const probabilities = new Float32Array(10 * rows.length);
    rows.forEach(([, digit, confidence], i) => {
      probabilities[10 * i + digit] = confidence;
    });
    return { labels: Uint8Array.from(rows, ([label]) => label), probabilities };
  };
  const points = calibrationOf([0.75, 1, 0], [0.5, 2, 1]).points;

  it('counts the answers and the errors at each point', () => {
    const counted = domainCounts('a', answers([1, 1, 0.75], [2, 3, 0.5], [4, 4, 0.25]), points, 7);
    expect(counted).toEqual({ name: 'a', n: 3, wrong: 1, missed: 7, answered: [1, 2], errors: [0, 1] });
  });

  it('mixes one other picture among nine digits, in which every answer is an error', () => {
    const digits = answers(...Array.from({ length: 20 }, (): [number, number, number] => [5, 5, 0.8]));
    const others = answers([0, 5, 0.9], [0, 0, 0.6], [0, 0, 0.6]).probabilities;
    const mixed = mixedWithOthers(digits, others) ?? expect.fail('nothing was mixed');
    expect(domainCounts('mixed', mixed, points)).toMatchObject({ n: 20, wrong: 2, answered: [19, 20], errors: [1, 2] });
    expect(mixedWithOthers(answers([5, 5, 0.8]), others)).toBeNull();
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
