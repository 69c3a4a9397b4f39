import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import { answerProbabilities } from '../../src/digits/answerProbabilities.js';
import { digitProbabilities } from '../../src/digits/digitProbabilities.js';
import { rankDigits } from '../../src/digits/rankDigits.js';
import { softmax } from '../../src/digits/softmax.js';

const sum = (values: Float64Array): number => values.reduce((a, b) => a + b, 0);

describe('softmax', () => {
  it('gives the known probabilities of known logits', () => {
    const [a, b, c] = softmax(Float32Array.of(0, 0, Math.log(2)));
    expect([a, b, c].map((p) => p.toFixed(6))).toEqual(['0.250000', '0.250000', '0.500000']);
  });

  it('halves the logits at a temperature of 2', () => {
    expect(softmax(Float32Array.of(3, -1, 8), 2)).toEqual(softmax(Float32Array.of(1.5, -0.5, 4)));
  });

  it('sums to 1 and keeps the order, for any logits and temperature', () => {
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

  it.each([0, -1, NaN])('refuses a temperature of %d', (temperature) => {
    expect(() => softmax(Float32Array.of(1), temperature)).toThrow(RangeError);
  });
});

it('ranks the likeliest digit first, and the smaller of equal ones', () => {
  expect(rankDigits([0.1, 0.4, 0.1, 0.4])).toEqual([
    { digit: 1, confidence: 0.4 },
    { digit: 3, confidence: 0.4 },
    { digit: 0, confidence: 0.1 },
    { digit: 2, confidence: 0.1 },
  ]);
});

describe('answerProbabilities', () => {
  const logits = Float32Array.of(1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11);

  it('adds the bias of "not a digit" to its scaled logit', () => {
    const scaled = logits.map((logit) => logit / 2);
    scaled[10] -= 3;
    const expected = softmax(scaled);
    answerProbabilities(logits, { temperature: 2, notDigitBias: -3 }).forEach((probability, k) => {
      expect(probability).toBeCloseTo(expected[k], 7);
    });
    expect(logits[10]).toBe(11);
  });

  it('ignores the bias if there is no eleventh output', () => {
    const ten = logits.slice(0, 10);
    expect(answerProbabilities(ten, { temperature: 2, notDigitBias: -3 })).toEqual(softmax(ten, 2));
  });

  it('keeps the ten digits of each row in digitProbabilities', () => {
    const rows = digitProbabilities(Float32Array.of(...logits, ...logits.toReversed()), 11, { temperature: 1 });
    expect(rows).toHaveLength(20);
    expect(rows[9]).toBeCloseTo(softmax(logits)[9], 6);
    expect(rows[10]).toBeCloseTo(softmax(logits)[10], 6);
  });
});
