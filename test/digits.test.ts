import fc from 'fast-check';
import { describe, expect, test } from 'vitest';

import { rankDigits } from '../src/digits/rankDigits.js';
import { softmax } from '../src/digits/softmax.js';

const sum = (values: Float64Array): number => values.reduce((a, b) => a + b, 0);

describe('softmax', () => {
  test('of known logits', () => {
    const [a, b, c] = softmax(Float32Array.of(0, 0, Math.log(2)));
    expect([a, b, c].map((p) => p.toFixed(6))).toEqual(['0.250000', '0.250000', '0.500000']);
  });

  test('a temperature of 2 halves the logits', () => {
    expect(softmax(Float32Array.of(3, -1, 8), 2)).toEqual(softmax(Float32Array.of(1.5, -0.5, 4)));
  });

  test('sums to 1 and keeps the order, for any logits and temperature', () => {
    const logits = fc.array(fc.float({ noNaN: true, min: -1e4, max: 1e4 }), { minLength: 10, maxLength: 10 });
    fc.assert(
      fc.property(logits, fc.double({ min: 0.01, max: 100, noNaN: true }), (values, temperature) => {
        const probabilities = softmax(Float32Array.from(values), temperature);
        expect(sum(probabilities)).toBeCloseTo(1, 10);
        const largest = values.indexOf(Math.max(...values));
        expect(probabilities[largest]).toBe(Math.max(...probabilities));
      }),
    );
  });

  test.each([0, -1, NaN])('refuses a temperature of %d', (temperature) => {
    expect(() => softmax(Float32Array.of(1), temperature)).toThrow(RangeError);
  });
});

test('rankDigits: the likeliest first, the smaller of equals first', () => {
  expect(rankDigits([0.1, 0.4, 0.1, 0.4])).toEqual([
    { digit: 1, confidence: 0.4 },
    { digit: 3, confidence: 0.4 },
    { digit: 0, confidence: 0.1 },
    { digit: 2, confidence: 0.1 },
  ]);
});
