import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { formatHeadline } from '../../src/report/text/formatHeadline.js';
import { formatPercent } from '../../src/report/text/formatPercent.js';
import { normalQuantile } from '../../src/statistics/normalQuantile.js';
import { wilsonInterval } from '../../src/statistics/wilsonInterval.js';

const golden = JSON.parse(
  readFileSync(new URL('../golden/sklearnMetrics.json', import.meta.url), 'utf8'),
) as unknown as {
  readonly wilson: readonly [correct: number, n: number, confidence: number, low: number, high: number][];
  readonly normal_quantile: readonly [probability: number, z: number][];
};

const isClose = (actual: number, expected: number) => Math.abs(actual - expected) <= 1e-13 + 1e-12 * Math.abs(expected);

describe('wilsonInterval', () => {
  it.each(golden.wilson)("equals statsmodels' for %i of %i at %f", (correct, n, confidence, low, high) => {
    const interval = wilsonInterval(correct, n, confidence);
    expect(isClose(interval[0], low) && isClose(interval[1], high), `${interval.join()} is not ${low},${high}`).toBe(
      true,
    );
  });

  it('has a confidence of 95 % by default, and ends exactly at 0 and 1', () => {
    expect(wilsonInterval(9967, 10000)).toEqual(wilsonInterval(9967, 10000, 0.95));
    expect(wilsonInterval(7, 7)[1]).toBe(1);
    expect(wilsonInterval(0, 7)[0]).toBe(0);
    expect(wilsonInterval(0, 0)).toEqual([0, 1]);
  });

  it('refuses impossible counts', () => {
    expect(() => wilsonInterval(8, 7)).toThrow('correct must be an integer of 0..7. Received 8.');
    expect(() => wilsonInterval(0, 1.5)).toThrow('n must be an integer of at least 0. Received 1.5.');
    expect(() => wilsonInterval(1, 2, 1)).toThrow('confidence must be above 0 and below 1. Received 1.');
  });
});

describe('normalQuantile', () => {
  it.each(golden.normal_quantile)("equals scipy's at %f", (probability, z) => {
    expect(isClose(normalQuantile(probability), z), `${normalQuantile(probability)} is not ${z}`).toBe(true);
  });

  it('refuses probabilities that have no quantile', () => {
    for (const probability of [0, 1, NaN]) expect(() => normalQuantile(probability)).toThrow(RangeError);
  });
});

describe('figures in words', () => {
  it('never rounds an error away', () => {
    expect(formatPercent(21545 / 21546)).toBe('99.995 %');
    expect(formatPercent(1)).toBe('100.00 %');
    expect(formatPercent(0.00001)).toBe('0.001 %');
    expect(formatPercent(0)).toBe('0.00 %');
    expect(formatPercent(0.5, 0)).toBe('50 %');
  });

  it('gives accuracy, errors, n and interval in one line', () => {
    const line = formatHeadline({ accuracy: 0.9967, errors: 33, n: 10000, interval: wilsonInterval(9967, 10000) });
    expect(line).toBe('99.67 % right: 33 errors in 10,000 (95 % interval 99.54 % to 99.76 %)');
  });
});
