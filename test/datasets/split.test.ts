import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import { chooseRows } from '../../src/datasets/chooseRows.js';
import { splitStratified } from '../../src/datasets/split.js';

const PARTS = ['train', 'val', 'test'] as const;
const labelsOf = (...counts: number[]): Uint8Array =>
  Uint8Array.from(counts.flatMap((count, digit) => new Array<number>(count).fill(digit)));

describe('splitStratified', () => {
  it('draws 21,546 test images of 107,730, with an even mix of digits', () => {
    const labels = Uint8Array.from({ length: 107_730 }, (_, row) => row % 10);
    const { train, val, test } = splitStratified(labels, { train: 0.8, val: 0, test: 0.2 }, 1);
    expect([train.length, val.length, test.length]).toEqual([86_184, 0, 21_546]);
    const counts = new Array<number>(10).fill(0);
    for (const row of test) counts[labels[row]]++;
    expect(counts).toEqual([2155, 2155, 2155, 2155, 2155, 2155, 2154, 2154, 2154, 2154]);
  });

  it('has not changed: one split is written down here', () => {
    const { train, val, test } = splitStratified(labelsOf(4, 4, 4), { train: 0.5, val: 0.25, test: 0.25 }, 7);
    expect({ train: [...train], val: [...val], test: [...test] }).toMatchInlineSnapshot(`
      {
        "test": [
          0,
          7,
          8,
        ],
        "train": [
          1,
          2,
          5,
          6,
          9,
          11,
        ],
        "val": [
          3,
          4,
          10,
        ],
      }
    `);
  });

  const cases = fc.record({
    labels: fc.uint8Array({ max: 9, maxLength: 300 }),
    weights: fc.tuple(fc.nat(20), fc.nat(20), fc.integer({ min: 1, max: 20 })),
    seed: fc.integer({ min: 0, max: 0xffffffff }),
  });
  const fractionsOf = ([train, val, test]: readonly number[]): Record<(typeof PARTS)[number], number> => {
    const sum = train + val + test;
    return { train: train / sum, val: val / sum, test: test / sum };
  };

  it('puts every row in one part, in exact numbers, with the mix of the whole', () => {
    fc.assert(
      fc.property(cases, ({ labels, weights, seed }) => {
        const fractions = fractionsOf(weights);
        const parts = splitStratified(labels, fractions, seed);
        const rows = PARTS.flatMap((part) => [...parts[part]]);
        expect(rows.sort((a, b) => a - b)).toEqual([...labels.keys()]);
        for (const part of PARTS) {
          expect(Math.abs(parts[part].length - labels.length * fractions[part])).toBeLessThan(1);
          expect([...parts[part]]).toEqual([...parts[part]].sort((a, b) => a - b));
          for (let digit = 0; digit < 10; digit++) {
            const all = labels.filter((label) => label === digit).length;
            const here = parts[part].filter((row) => labels[row] === digit).length;
            expect(Math.abs(here - all * fractions[part])).toBeLessThan(2);
          }
        }
      }),
    );
  });

  it('finds a place for rows that the largest remainders leave', () => {
    const fractions = { train: 3 / 13, val: 2 / 13, test: 8 / 13 };
    const { train, val, test } = splitStratified(labelsOf(4, 11), fractions, 1);
    expect([train.length, val.length, test.length]).toEqual([4, 2, 9]);
  });

  it('gives the same split for the same seed, and another for another', () => {
    const labels = labelsOf(50, 60, 70);
    const split = (seed: number): string =>
      JSON.stringify(splitStratified(labels, { train: 0.7, val: 0.1, test: 0.2 }, seed));
    expect(split(1)).toBe(split(1));
    expect(new Set([1, 2, 3, 4, 5].map(split)).size).toBe(5);
  });

  it('refuses fractions that do not sum to 1', () => {
    for (const fractions of [
      { train: 0.8, val: 0.1, test: 0.2 },
      { train: 1.2, val: 0, test: -0.2 },
      { train: NaN, val: 0, test: 1 },
    ]) {
      expect(() => splitStratified(labelsOf(3), fractions, 1)).toThrow(/fractions must be 0 to 1 and sum to 1/);
    }
  });
});

describe('chooseRows', () => {
  const labels = labelsOf(10, 10);
  const options = { validation: 0.2, test: 0.3, seed: 3 };

  it('draws both parts if the source names none', () => {
    const { train, val, test } = chooseRows({ labels, splits: null }, options);
    expect([train.length, val.length, test.length]).toEqual([10, 4, 6]);
  });

  it("keeps the source's own test rows and draws validation rows from the others", () => {
    const splits = [...labels].map((_, row) => (row % 2 === 0 ? ('test' as const) : ('train' as const)));
    const { train, val, test } = chooseRows({ labels, splits }, options);
    expect([...test]).toEqual([0, 2, 4, 6, 8, 10, 12, 14, 16, 18]);
    expect([train.length, val.length]).toEqual([8, 2]);
    expect([...train, ...val].every((row) => row % 2 === 1)).toBe(true);
    expect([...val].map((row) => labels[row])).toEqual([0, 1]);
  });

  it('keeps all parts that the source names', () => {
    const splits = [...labels].map((_, row) => (['train', 'val', 'test', null] as const)[row % 4]);
    const { train, val, test } = chooseRows({ labels, splits }, options);
    expect([...val]).toEqual([1, 5, 9, 13, 17]);
    expect([...test]).toEqual([2, 6, 10, 14, 18]);
    expect([...train]).toEqual([0, 3, 4, 7, 8, 11, 12, 15, 16, 19]);
  });

  it('may leave nothing to train on', () => {
    expect(chooseRows({ labels, splits: null }, { validation: 0.8, test: 0.2, seed: 1 }).train.length).toBe(0);
    expect(() => chooseRows({ labels, splits: null }, { validation: 0.8, test: 0.3, seed: 1 })).toThrow(RangeError);
  });
});
