import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import { areaUnderRoc } from '../../src/statistics/areaUnderRoc.js';
import { reliabilityBins } from '../../src/evaluation/reliabilityBins.js';
import { reliabilitySvg } from '../../src/report/charts/reliabilitySvg.js';
import { riskCoverage, thinned } from '../../src/evaluation/riskCoverage.js';
import { riskCoverageSvg } from '../../src/report/charts/riskCoverageSvg.js';
import { selectiveScore } from '../../src/evaluation/selectiveScore.js';
import { upperErrorBound } from '../../src/evaluation/upperErrorBound.js';

/** Answers [confidence, right]: the digit is always 3. */
function predictionsOf(answers: readonly (readonly [number, boolean])[]) {
  const probabilities = new Float32Array(answers.length * 10);
  answers.forEach(([confidence], n) => (probabilities[n * 10 + 3] = confidence));
  return { labels: Uint8Array.from(answers, ([, right]) => (right ? 3 : 5)), probabilities };
}

const made = predictionsOf([
  ...([
    [0.5, false],
    [0.875, true],
    [0.75, true],
    [0.875, false],
    [0.25, true],
  ] as const),
]);

describe('riskCoverage', () => {
  it('gives equally confident answers together', () => {
    const { points, aurc } = riskCoverage(made.labels, made.probabilities);
    expect(points).toEqual([
      { confidence: 0.875, coverage: 0.4, risk: 0.5 },
      { confidence: 0.75, coverage: 0.6, risk: 1 / 3 },
      { confidence: 0.5, coverage: 0.8, risk: 0.5 },
      { confidence: 0.25, coverage: 1, risk: 0.4 },
    ]);
    expect(aurc).toBeCloseTo((0.5 + 0.5 + 1 / 3 + 0.5 + 0.4) / 5, 12);
  });

  it('has the mean risk over the ranks as its area, for any distinct confidences', () => {
    const answers = fc.uniqueArray(fc.tuple(fc.integer({ min: 1, max: 4095 }), fc.boolean()), {
      minLength: 1,
      maxLength: 40,
      selector: ([confidence]) => confidence,
    });
    fc.assert(
      fc.property(answers, (drawn) => {
        const { labels, probabilities } = predictionsOf(drawn.map(([units, right]) => [units / 4096, right] as const));
        const wrong = drawn.toSorted((a, b) => b[0] - a[0]).map(([, right]) => (right ? 0 : 1));
        const risks = wrong.map((_, i) => wrong.slice(0, i + 1).reduce<number>((a, b) => a + b, 0) / (i + 1));
        expect(riskCoverage(labels, probabilities).aurc).toBeCloseTo(
          risks.reduce((a, b) => a + b, 0) / risks.length,
          10,
        );
      }),
    );
  });

  it('keeps the last point and most of those near it when thinned', () => {
    const curve = riskCoverage(
      ...(Object.values(predictionsOf(Array.from({ length: 1000 }, (_, i) => [(i + 1) / 1001, i > 10] as const))) as [
        Uint8Array,
        Float32Array,
      ]),
    );
    const { points, aurc } = thinned(curve, 50);
    expect(aurc).toBe(curve.aurc);
    expect(points.length).toBeLessThanOrEqual(50);
    expect(points.at(-1)).toEqual(curve.points.at(-1));
    expect(points.filter(({ coverage }) => coverage > 0.75).length).toBeGreaterThanOrEqual(20);
  });

  it('refuses an empty set', () => {
    expect(() => riskCoverage(new Uint8Array(0), new Float32Array(0))).toThrow(RangeError);
  });
});

it('counts answers of at least the confidence (selectiveScore)', () => {
  expect(selectiveScore(made.labels, made.probabilities, 0.75)).toEqual({
    confidence: 0.75,
    answered: 3,
    errors: 1,
    coverage: 0.6,
    error: 1 / 3,
    error_at_most: upperErrorBound(1, 3),
  });
  expect(selectiveScore(made.labels, made.probabilities, 1)).toMatchObject({ answered: 0, error: 0, error_at_most: 1 });
});

it('sorts answers into bins that include their upper edge (reliabilityBins)', () => {
  const bins = reliabilityBins(made.labels, made.probabilities, 4);
  expect(bins).toEqual([
    { from: 0, to: 0.25, count: 1, confidence: 0.25, accuracy: 1 },
    { from: 0.25, to: 0.5, count: 1, confidence: 0.5, accuracy: 0 },
    { from: 0.5, to: 0.75, count: 1, confidence: 0.75, accuracy: 1 },
    { from: 0.75, to: 1, count: 2, confidence: 0.875, accuracy: 0.5 },
  ]);
});

describe('areaUnderRoc', () => {
  it('is the share of pairs in the right order, with ties counted half', () => {
    const scores = fc.array(fc.integer({ min: -4, max: 4 }), { minLength: 1, maxLength: 12 });
    fc.assert(
      fc.property(scores, scores, (positives, negatives) => {
        const pairs = positives.flatMap((p) => negatives.map((n) => (p > n ? 1 : p === n ? 0.5 : 0)));
        const share = pairs.reduce<number>((a, b) => a + b, 0) / pairs.length;
        expect(areaUnderRoc(positives, negatives)).toBeCloseTo(share, 12);
      }),
    );
  });

  it('refuses an empty side and NaN', () => {
    expect(() => areaUnderRoc([], [1])).toThrow('positives must hold at least one score');
    expect(() => areaUnderRoc([1], [NaN])).toThrow('Received NaN');
  });
});

describe('the charts', () => {
  it('draw one dot per bin with answers, at its confidence and accuracy (reliability diagram)', () => {
    const svg = reliabilitySvg(reliabilityBins(made.labels, made.probabilities, 4));
    const dots = [...svg.matchAll(/<circle class="dot" cx="([\d.]+)" cy="([\d.]+)"/g)].map(([, x, y]) => [+x, +y]);
    expect(dots).toHaveLength(4);
    const [first, second, , last] = dots;
    expect(first[1]).toBe(16); // all right: at the top
    expect(second[1]).toBe(240);
    expect(last[1]).toBe(128);
    expect(last[0] - first[0]).toBeCloseTo(0.625 * (412 - 78), 0);
    expect(svg).toContain('87.5 % sure: 50.0 % of 2 right');
  });

  it('end at the error of all answers (risk-coverage curve)', () => {
    const svg = riskCoverageSvg(riskCoverage(made.labels, made.probabilities));
    const [, x] = /<circle class="dot" cx="([\d.]+)"/.exec(svg) ?? [];
    expect(Number(x)).toBe(412);
    expect(svg).toContain('Of all answers 40.00 % are wrong');
    expect(riskCoverageSvg(riskCoverage(Uint8Array.of(3), made.probabilities.subarray(10, 20)))).toContain('</svg>');
  });
});
