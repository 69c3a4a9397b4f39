import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { compareModels } from '../../src/evaluation/compareModels.js';
import { formatComparison, formatP } from '../../src/report/text/formatComparison.js';
import { formatGroups } from '../../src/report/text/formatGroups.js';
import { groupScores } from '../../src/evaluation/groupScores.js';
import { mcnemar } from '../../src/statistics/mcnemar.js';
import { riskCoverage } from '../../src/evaluation/riskCoverage.js';

const golden = JSON.parse(
  readFileSync(new URL('../golden/sklearnMetrics.json', import.meta.url), 'utf8'),
) as unknown as {
  readonly unit: number;
  readonly mcnemar: readonly [fixed: number, broke: number, p: number][];
  readonly aurc: readonly { name: string; labels: number[]; predicted: number[]; units: number[]; aurc: number }[];
};

/** Fails on NaN, too. */
function expectClose(actual: number, expected: number, tolerance: number): void {
  const close = Math.abs(actual - expected) <= 1e-14 + tolerance * Math.abs(expected);
  expect(close, `${actual} is not ${expected}`).toBe(true);
}

/** Answers with probability 1. */
function certain(digits: readonly number[], confidence = 1): Float32Array {
  const probabilities = new Float32Array(digits.length * 10);
  digits.forEach((digit, n) => (probabilities[n * 10 + digit] = confidence));
  return probabilities;
}

describe('mcnemar', () => {
  it.each(golden.mcnemar)("equals statsmodels' for %i fixed, %i broken", (fixed, broke, p) => {
    expectClose(mcnemar(fixed, broke), p, 1e-9);
  });

  it('refuses values that are not counts', () => {
    expect(() => mcnemar(-1, 2)).toThrow('mcnemar: fixed and broke must be whole numbers from 0. Received -1 and 2.');
    expect(() => mcnemar(1, 0.5)).toThrow(RangeError);
  });
});

describe('riskCoverage', () => {
  it.each(golden.aurc)(
    'has the area that scikit-learn’s precisions give: $name',
    ({ labels, predicted, units, aurc }) => {
      const probabilities = new Float32Array(labels.length * 10);
      predicted.forEach((digit, n) => (probabilities[n * 10 + digit] = units[n] / golden.unit));
      expectClose(riskCoverage(Uint8Array.from(labels), probabilities).aurc, aurc, 1e-12);
    },
  );
});

const model = { name: 'old', architecture: 'classic', parameters: 1, preprocessing: 'classic' } as const;

describe('compareModels', () => {
  const labels = Uint8Array.from([1, 2, 3, 4, 5]);
  const probabilities = certain([1, 2, 3, 9, 9]);
  probabilities[12] = 0.5; // row 11 is less sure
  const predictions = { labels, probabilities, rows: [10, 11, 12, 13, 14], nameOf: (row: number) => `${row}.png` };

  it('lists fixed and broken pictures, the most confident first', () => {
    const comparison = compareModels(predictions, { model, probabilities: certain([7, 7, 3, 4, 8]) });
    expect(comparison).toMatchObject({ errors: 3, fixed: 2, broke: 1, both_wrong: 1, p: 1 });
    expect(comparison.fixed_pictures).toEqual([
      { row: 10, name: '10.png', true: 1, before: 7, now: 1 },
      { row: 11, name: '11.png', true: 2, before: 7, now: 2 },
    ]);
    expect(comparison.broken_pictures).toEqual([{ row: 13, name: '13.png', true: 4, before: 4, now: 9 }]);
    expect(formatComparison(comparison)).toBe('against old: fixed 2, broke 1, p = 1 (exact McNemar); both wrong: 1');
  });

  it('prints p with two significant digits', () => {
    expect([0.0127258, 0.5, 1, 2.786e-7, 0].map(formatP)).toEqual([
      ...['p = 0.013', 'p = 0.5', 'p = 1', 'p = 2.8e-7', 'p = 0.0e+0'],
    ]);
  });

  it('refuses answers to other pictures', () => {
    expect(() => compareModels(predictions, { model, probabilities: certain([1]) })).toThrow(
      'compareModels: both models must have answered 5 pictures. Received 1 answers.',
    );
  });
});

describe('groupScores', () => {
  /** `errors[g]` of 10 pictures in group g are wrong. */
  function answersOf(errors: readonly number[]) {
    const right = errors.flatMap((count) => Array.from({ length: 10 }, (_, i) => i >= count));
    const probabilities = certain(right.map((is) => (is ? 3 : 5)));
    const groups = errors.flatMap((_, group) => new Array<string>(10).fill(`writer ${group}`));
    return { predictions: { labels: new Uint8Array(right.length).fill(3), probabilities, nameOf: String }, groups };
  }

  it('scores groups and takes the worst tenth together', () => {
    const { predictions, groups } = answersOf([...new Array<number>(18).fill(0), 4, 6]);
    const results = groupScores(predictions, groups);
    expect(results?.groups.slice(0, 2)).toMatchObject([
      { group: 'writer 19', n: 10, errors: 6, accuracy: 0.4 },
      { group: 'writer 18', n: 10, errors: 4, accuracy: 0.6 },
    ]);
    expect(results?.worst_tenth).toMatchObject({ groups: 2, n: 20, errors: 10, accuracy: 0.5 });
    // With ten errors spread over twenty groups at random, the worst two would have about four.
    expect(results?.worst_tenth.accuracy_by_chance).toBeGreaterThan(0.7);
    expect(results?.worst_tenth.accuracy_by_chance).toBeLessThan(0.9);
    expect(formatGroups(results ?? expect.fail())[0]).toBe('groups: 20 with 200 pictures, 18 of them without an error');
  });

  it('finds errors spread over all groups to be as by chance', () => {
    const { predictions, groups } = answersOf([1, 0, 2, 1, 0, 1, 1, 2, 0, 1, 0, 1, 3, 1, 0, 1, 2, 1, 1, 0]);
    const worst = groupScores(predictions, groups)?.worst_tenth;
    expect(Math.abs((worst?.accuracy ?? 0) - (worst?.accuracy_by_chance ?? 1))).toBeLessThan(0.06);
  });

  it('leaves out pictures without a group', () => {
    const { predictions, groups } = answersOf([0, 1]);
    const half = groups.map((group) => (group === 'writer 0' ? null : group));
    expect(groupScores(predictions, half)).toMatchObject({ n: 10, groups: [{ group: 'writer 1', n: 10, errors: 1 }] });
    expect(
      groupScores(
        predictions,
        groups.map(() => null),
      ),
    ).toBe(null);
    expect(() => groupScores(predictions, ['a'])).toThrow(
      'groupScores: groups must have one entry per picture, 20. Received 1.',
    );
  });
});
