import { describe, expect, it } from 'vitest';
import { histogramOf } from '../../src/ink/histogramOf.js';
import { otsu } from '../../src/ink/otsu.js';

const split = (...values: number[]) => otsu(histogramOf(Uint8Array.from(values)));

describe('otsu', () => {
  it('splits two levels in the middle of the valley between them, with full separability', () => {
    // Any of 11..21 splits the same way.
    expect(split(10, 10, 10, 21)).toEqual({ threshold: 16, separability: 1 });
    expect(split(0, 255)).toEqual({ threshold: 128, separability: 1 });
  });

  it('splits where the variance between the sides is largest', () => {
    // For 0, 1, 10: {0 | 1, 10} leaves a sum of squares of 40.5 within the sides, {0, 1 | 10}
    // leaves 0.5, of 60.67 in all.
    const { threshold, separability } = split(0, 1, 10);
    expect(threshold).toBe(6);
    expect(separability).toBeCloseTo(1 - 0.5 / (2 * 30.333333), 3);
  });

  it('gives a ramp a separability of three quarters', () => {
    const ramp = split(...Array.from({ length: 256 }, (_, value) => value));
    expect(ramp.threshold).toBe(128);
    expect(ramp.separability).toBeCloseTo(0.75, 3);
  });

  it('finds no split if there is only one value', () => {
    expect(split(7, 7, 7)).toEqual({ threshold: 0, separability: 0 });
  });
});
