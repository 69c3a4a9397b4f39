import { describe, expect, it } from 'vitest';
import { exponential, logarithm } from '../../src/kernels/exponential.js';
import { uniform } from '../golden/pytorchFormula.js';

const view = new DataView(new ArrayBuffer(8));

function bitsOf(value: number): bigint {
  view.setFloat64(0, value);
  return view.getBigInt64(0);
}

/**
 * The largest distance between two functions in units in the last place, counted as the doubles
 * between two numbers of the same sign.
 */
function worst(actual: (x: number) => number, expected: (x: number) => number, inputs: Float64Array): number {
  return inputs.reduce((most, x) => Math.max(most, Math.abs(Number(bitsOf(actual(x)) - bitsOf(expected(x))))), 0);
}

describe('exponential', () => {
  it.each([1e-9, 1e-3, 1, 30, 700])('is within 2 ulp of Math.exp for |x| <= %d', (limit) => {
    expect(worst(exponential, Math.exp, uniform(1, 20_000, limit))).toBeLessThanOrEqual(2);
  });

  it('has its exact and its limiting values', () => {
    expect(exponential(0)).toBe(1);
    expect(exponential(-708)).toBeGreaterThan(0);
    expect(exponential(-709)).toBe(0);
    expect(exponential(-Infinity)).toBe(0);
    expect(Number.isFinite(exponential(709))).toBe(true);
    expect(exponential(710)).toBe(Infinity);
    expect(exponential(NaN)).toBeNaN();
  });
});

describe('logarithm', () => {
  it.each([-300, -10, -1, 0, 1, 10, 300])('is within 2 ulp of Math.log around 10^%i', (power) => {
    const inputs = uniform(2, 20_000).map((u) => 10 ** power * (1 + 0.99 * u));
    expect(worst(logarithm, Math.log, inputs)).toBeLessThanOrEqual(2);
  });

  it('is within 2 ulp near 1, where the logarithm vanishes', () => {
    const inputs = uniform(3, 20_000, 1e-6).map((u) => 1 + u);
    expect(worst(logarithm, Math.log, inputs)).toBeLessThanOrEqual(2);
  });

  it('has its exact and its limiting values', () => {
    expect(logarithm(1)).toBe(0);
    expect(logarithm(2)).toBe(Math.LN2);
    expect(logarithm(0)).toBe(-Infinity);
    expect(logarithm(Infinity)).toBe(Infinity);
    expect(logarithm(-1)).toBeNaN();
    expect(logarithm(NaN)).toBeNaN();
  });
});
