import { readFileSync } from 'node:fs';

import { describe, expect, it } from 'vitest';

import { binomialTail } from '../../src/statistics/binomialTail.js';
import { areaUnderRoc } from '../../src/statistics/areaUnderRoc.js';
import { fitScaling } from '../../src/evaluation/calibration/fitScaling.js';
import { upperErrorBound } from '../../src/evaluation/upperErrorBound.js';

interface Golden {
  readonly upper_error_bound: readonly [errors: number, n: number, level: number, bound: number][];
  readonly binomial_tail: readonly [errors: number, n: number, rate: number, probability: number][];
  readonly roc: readonly { positives: number[]; negatives: number[]; area: number }[];
  readonly scaling: readonly {
    K: number;
    share: number;
    labels: number[];
    digits: number[][];
    others: number[][];
    temperature: number;
    bias: number;
  }[];
}

const golden = JSON.parse(
  readFileSync(new URL('../golden/confidence.json', import.meta.url), 'utf8'),
) as unknown as Golden;

/** Fails on NaN, too. */
function expectClose(actual: number, expected: number, relative: number, absolute: number): void {
  const close = Math.abs(actual - expected) <= absolute + relative * Math.abs(expected);
  expect(close, `${actual} is not ${expected}`).toBe(true);
}

it.each(golden.upper_error_bound)('at most this error rate: %i wrong in %i, level %d', (errors, n, level, bound) => {
  expectClose(upperErrorBound(errors, n, level), bound, 1e-9, 1e-14);
});

it.each(golden.binomial_tail)('at most %i errors in %i at a rate of %d', (errors, n, rate, probability) => {
  expectClose(binomialTail(errors, n, rate), probability, 1e-8, 1e-300);
});

it.each(golden.roc)('the area under the ROC curve, with ties', ({ positives, negatives, area }) => {
  expectClose(areaUnderRoc(positives, negatives), area, 1e-13, 0);
});

describe.each(golden.scaling)('scaling of $K outputs', ({ K, share, labels, digits, others, temperature, bias }) => {
  const sets = [
    { logits: Float32Array.from(digits.flat()), labels: Uint8Array.from(labels), weight: 1 - share },
    { logits: Float32Array.from(others.flat()), labels: new Uint8Array(others.length).fill(10), weight: share },
  ].filter((set) => set.labels.length > 0);

  it('has the temperature and bias with the lowest loss', () => {
    const fitted = fitScaling(sets, K);
    expectClose(fitted.temperature, temperature, 1e-6, 0);
    expectClose(fitted.notDigitBias, bias, 1e-6, 1e-6);
  });

  it('gives twice the temperature for twice the logits', () => {
    const doubled = sets.map((set) => ({ ...set, logits: set.logits.map((logit) => 2 * logit) }));
    expectClose(fitScaling(doubled, K).temperature, 2 * temperature, 1e-6, 0);
  });
});
