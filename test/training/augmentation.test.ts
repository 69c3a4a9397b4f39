import { describe, expect, it } from 'vitest';
import { defaultAugmentation, resolveAugmentation } from '../../src/training/augment/augmentation.js';
import { createPlanner, emptyPlan } from '../../src/training/augment/changePlan.js';
import { imageKey } from '../../src/training/augment/imageRandom.js';
import type { AugmentOptions } from '../../src/training/augment/augmentation.js';
import { nothing } from '../support/augmentFixtures.js';

/** The values of `count` plans, by name. */
function plans(options: AugmentOptions, count = 20_000, side = 28, strength = 1) {
  const draw = createPlanner(resolveAugmentation(options), side);
  return Array.from({ length: count }, (_, row) => {
    const plan = emptyPlan();
    draw(imageKey(3, 1, row), strength, plan);
    return plan;
  });
}

function summary(values: readonly number[]) {
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  return { mean, low: Math.min(...values), high: Math.max(...values) };
}

describe('resolveAugmentation', () => {
  it('overrides the defaults by options and survives JSON', () => {
    const resolved = resolveAugmentation({ affine: { rotation: 5 }, noise: { probability: 1 } });
    expect(resolved.affine).toEqual({ ...defaultAugmentation.affine, rotation: 5 });
    expect(resolved.noise).toEqual({ probability: 1, deviation: 20 });
    expect(resolved.elastic).toEqual(defaultAugmentation.elastic);
    expect(resolveAugmentation(JSON.parse(JSON.stringify(resolved)) as AugmentOptions)).toEqual(resolved);
    expect(resolveAugmentation()).toEqual(defaultAugmentation);
    expect(defaultAugmentation.affine).toMatchObject({ rotation: 12, scale: 0.15, shear: 0.15, translation: 2 });
  });

  it.each<[unknown, string]>([
    [{ affine: { rotation: 91 } }, 'augmentation: affine.rotation must be from 0 to 90. Received 91.'],
    [{ stroke: { wider: -0.1 } }, 'augmentation: stroke.wider must be from 0 to 1. Received -0.1.'],
    [{ elastic: { sigma: 1 } }, 'augmentation: elastic.sigma must be from 2 to 32. Received 1.'],
    [{ elastic: { probability: NaN } }, 'augmentation: elastic.probability must be from 0 to 1. Received NaN.'],
    [{ noise: { deviation: '9' } }, 'augmentation: noise.deviation must be from 0 to 128. Received 9.'],
    [{ cut: { lines: 1.5 } }, 'augmentation: cut.lines must be a whole number from 0 to 64. Received 1.5.'],
    [{ affine: { angle: 1 } }, 'augmentation: affine has probability, rotation, scale, stretch, shear, translation.'],
    [{ blur: {} }, 'augmentation: a part must be one of affine, elastic, stroke, erase, cut, contrast, noise, specks.'],
  ])('refuses %j', (options, message) => {
    expect(() => resolveAugmentation(options as AugmentOptions)).toThrow(RangeError);
    expect(() => resolveAugmentation(options as AugmentOptions)).toThrow(message);
  });
});

describe('createPlanner', () => {
  const all = plans({
    affine: { probability: 1 },
    elastic: { probability: 1 },
    stroke: { probability: 1, thinner: 0.6, wider: 0.8 },
    erase: { probability: 1, side: 5 },
    cut: { probability: 1 },
    contrast: { probability: 1 },
    noise: { probability: 1 },
    specks: { probability: 1 },
  });

  it.each([
    ['rotation', 0, 12],
    ['scaleX', 1, 0.15 + 0.1 + 0.015],
    ['shear', 0, 0.15],
    ['translationX', 0, 2],
    ['translationY', 0, 2],
    ['gain', 1, 0.3],
  ] as const)('draws %s around %d, as far as %d to each side', (name, middle, reach) => {
    const { mean, low, high } = summary(all.map((plan) => plan[name]));
    // 5 standard errors of a uniform number.
    expect(Math.abs(mean - middle)).toBeLessThan(reach * 0.02);
    expect(low).toBeGreaterThanOrEqual(middle - reach);
    expect(high).toBeLessThanOrEqual(middle + reach);
    const reached = name === 'scaleX' ? 0.9 : 0.995;
    expect(high).toBeGreaterThan(middle + reach * reached);
    // 1 / 1.1 is not 0.9.
    expect(low).toBeLessThan(middle - reach * reached * (name === 'scaleX' ? 0.85 : 1));
  });

  it('stretches one axis as much as it squeezes the other', () => {
    const around = (values: number[]): number[] =>
      Object.values(summary(values)).map((value) => Number(value.toFixed(2)));
    expect(around(all.map((plan) => Math.sqrt(plan.scaleX * plan.scaleY)))).toEqual([1, 0.85, 1.15]);
    expect(around(all.map((plan) => Math.sqrt(plan.scaleX / plan.scaleY)))).toEqual([1, 0.9, 1.1]);
  });

  it('draws changes with only one sign between 0 and their number', () => {
    const displacement = summary(all.map((plan) => plan.displacement));
    expect(displacement.mean).toBeCloseTo(0.5, 1);
    expect(displacement.high).toBeLessThanOrEqual(1);
    const noise = summary(all.map((plan) => plan.noise));
    expect(noise.low).toBeGreaterThanOrEqual(0);
    expect(noise.high).toBeGreaterThan(19.9);
    expect(noise.high).toBeLessThanOrEqual(20);
    const stroke = summary(all.map((plan) => plan.stroke));
    expect([stroke.low, stroke.high]).toEqual([expect.closeTo(-0.6, 2), expect.closeTo(0.8, 2)]);
    expect(all.filter((plan) => plan.stroke < 0).length / all.length).toBeCloseTo(0.5, 1);
  });

  it('draws rectangles inside the picture, of every size and at every place', () => {
    for (const { erased, cut, specks } of all) {
      expect(erased.left >= 0 && erased.left + erased.width <= 28).toBe(true);
      expect(erased.top >= 0 && erased.top + erased.height <= 28).toBe(true);
      expect(cut.left >= 0 && cut.left + cut.width <= 28).toBe(true);
      expect(cut.top >= 0 && cut.top + cut.height <= 28).toBe(true);
      expect(specks >= 1 && specks <= 4).toBe(true);
    }
    const sizes = (values: number[]) => [...new Set(values)].sort((a, b) => a - b);
    expect(sizes(all.map((plan) => plan.erased.width))).toEqual([2, 3, 4, 5]);
    expect(sizes(all.map((plan) => plan.erased.height))).toEqual([2, 3, 4, 5]);
    expect(sizes(all.map((plan) => plan.cut.width))).toEqual([1, 2, 28]);
    expect(sizes(all.map((plan) => plan.cut.height))).toEqual([1, 2, 28]);
    expect(summary(all.map((plan) => plan.erased.left))).toMatchObject({ low: 0, high: 26 });
    expect(summary(all.filter((plan) => plan.cut.height < 28).map((plan) => plan.cut.top))).toMatchObject({
      low: 0,
      high: 27,
    });
  });

  it('changes the share of pictures that the probability gives', () => {
    const some = plans({
      ...nothing,
      stroke: { probability: 0.3 },
      erase: { probability: 0.2 },
      specks: { probability: 0.1 },
    });
    const share = (of: (plan: (typeof some)[number]) => boolean) => some.filter(of).length / some.length;
    expect(share((plan) => plan.stroke !== 0)).toBeCloseTo(0.3, 1);
    expect(share((plan) => plan.erased.width > 0)).toBeCloseTo(0.2, 1);
    expect(share((plan) => plan.specks > 0)).toBeCloseTo(0.1, 1);
    expect(share((plan) => plan.rotation !== 0 || plan.displacement !== 0 || plan.gain !== 1)).toBe(0);
  });

  it('does not shift the draws of one part when another changes', () => {
    const few = plans({ ...nothing, affine: { probability: 1 } }, 100);
    expect(few.map((plan) => plan.rotation)).toEqual(all.slice(0, 100).map((plan) => plan.rotation));
  });

  it('scales degrees by the strength, and the probability of changes that have no degree', () => {
    const half = plans({ affine: { probability: 1 }, erase: { probability: 1 } }, 20_000, 28, 0.5);
    for (const [i, plan] of half.entries()) expect(plan.rotation).toBeCloseTo(all[i].rotation / 2, 12);
    expect(half.filter((plan) => plan.erased.width > 0).length / half.length).toBeCloseTo(0.5, 1);
    const none = plans({}, 1000, 28, 0);
    for (const plan of none) {
      expect(plan).toMatchObject({ scaleX: 1, scaleY: 1, gain: 1, specks: 0 });
      expect(Math.abs(plan.rotation) + Math.abs(plan.stroke) + plan.displacement + plan.noise).toBe(0);
      expect(plan.erased.width * plan.erased.height + plan.cut.width * plan.cut.height).toBe(0);
    }
  });
});
