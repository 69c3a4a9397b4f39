import { describe, expect, it } from 'vitest';
import { createElasticField } from '../../src/training/augment/elasticField.js';
import { findInkArea } from '../../src/training/augment/inkArea.js';
import { halfTangent } from '../../src/training/augment/rotation.js';
import { createRandom } from '../../src/random.js';
import {
  centreOf,
  drawn,
  inkOf,
  inTheMiddle,
  randomPicture,
  resampleSlowly,
  warp,
} from '../support/augmentFixtures.js';
import { mnistPictures } from '../support/mnistPictures.js';

describe('warping', () => {
  it('moves the picture by whole pixels exactly, and drops what leaves it', () => {
    for (const side of [20, 28, 33, 64]) {
      const picture = randomPicture(side, 1, 0.2);
      const { out } = warp(picture, side, { translationX: 3, translationY: -2 });
      for (let row = 0; row < side; row++) {
        for (let column = 0; column < side; column++) {
          const from = row + 2 < side && column - 3 >= 0 ? picture[(row + 2) * side + column - 3] : 0;
          expect(out[row * side + column]).toBe(from);
        }
      }
    }
  });

  it('distributes a pixel when it moves by a fraction', () => {
    const dot = inTheMiddle(drawn('....', '.9..', '....', '....'), 20);
    const { out } = warp(dot, 20, { translationX: 0.5, translationY: 0.25 });
    expect(out).toEqual(inTheMiddle(Uint8Array.from([0, 0, 0, 0, 0, 96, 96, 0, 0, 32, 32, 0, 0, 0, 0, 0]), 20));
  });

  it('turns by 90 degrees clockwise, as drawn by hand', () => {
    const four = drawn('9...', '9.5.', '9999', '..3.');
    const turned = drawn('.999', '.9..', '395.', '.9..');
    expect(warp(inTheMiddle(four, 20), 20, { rotation: 90 }).out).toEqual(inTheMiddle(turned, 20));
    expect(warp(inTheMiddle(turned, 20), 20, { rotation: -90 }).out).toEqual(inTheMiddle(four, 20));
  });

  it('stretches and slants about the middle', () => {
    const line = inTheMiddle(drawn('.99.', '.99.', '.99.', '.99.'), 20);
    const wide = warp(line, 20, { scaleX: 2 }).out;
    // 2 wide becomes 4.
    expect([...wide.subarray(200 + 6, 200 + 14)]).toEqual([0, 64, 191, 255, 255, 191, 64, 0]);
    const slanted = warp(line, 20, { shear: 1 }).out;
    for (const [row, left] of [8, 9, 10, 11].map((y, i) => [y, 7 + i + 0.5])) {
      const [x] = centreOf(slanted.subarray(row * 20, row * 20 + 20), 20);
      expect(x).toBeCloseTo(left + 0.5, 6); // half a pixel for each row
    }
  });

  it('scales the ink by both factors and keeps its centre', () => {
    const side = 40;
    const picture = inTheMiddle(randomPicture(20, 3, 0), side);
    const [x, y] = centreOf(picture, side);
    const { out } = warp(picture, side, { scaleX: 1.3, scaleY: 0.8 });
    expect(inkOf(out) / inkOf(picture)).toBeCloseTo(1.3 * 0.8, 2);
    const [movedX, movedY] = centreOf(out, side);
    expect(movedX - 19.5).toBeCloseTo((x - 19.5) * 1.3, 1);
    expect(movedY - 19.5).toBeCloseTo((y - 19.5) * 0.8, 1);
  });

  it('scales, slants, turns and moves, in this order', () => {
    const side = 40;
    const plan = { rotation: 25, scaleX: 1.2, scaleY: 0.9, shear: 0.4, translationX: 1.5, translationY: -2 };
    const angle = (plan.rotation * Math.PI) / 180;
    for (const [x, y] of [
      [7.5, 0.5],
      [0.5, 7.5],
      [-6.5, 4.5],
    ]) {
      const dot = new Uint8Array(side * side);
      for (const [dx, dy] of [
        [0, 0],
        [-1, 0],
        [1, 0],
        [0, -1],
        [0, 1],
      ])
        dot[(y + dy + 19.5) * side + x + dx + 19.5] = 200;
      const [slanted, low] = [plan.scaleX * x + plan.shear * plan.scaleY * y, plan.scaleY * y];
      const [movedX, movedY] = centreOf(warp(dot, side, plan).out, side);
      expect(movedX - 19.5).toBeCloseTo(Math.cos(angle) * slanted - Math.sin(angle) * low + 1.5, 0.9);
      expect(movedY - 19.5).toBeCloseTo(Math.sin(angle) * slanted + Math.cos(angle) * low - 2, 0.9);
    }
  });

  it('keeps the ink of digits when it turns them', () => {
    for (const digit of mnistPictures(50)) {
      for (const rotation of [-12, 7, 30]) {
        expect(inkOf(warp(digit, 28, { rotation }).out) / inkOf(digit)).toBeCloseTo(1, 1);
      }
    }
  });

  it('agrees with slow bilinear sampling in floating point to 2 of 255, wherever the ink lies', () => {
    const random = createRandom(5);
    const within = (reach: number): number => (random.uniform() * 2 - 1) * reach;
    let worst = 0;
    for (let round = 0; round < 300; round++) {
      const side = 20 + random.below(45);
      const whole = randomPicture(side, round, 0.3);
      // Ink in a part of the picture only, so that the skipping of paper is tested too.
      const [top, left, size] = [random.below(side), random.below(side), 1 + random.below(side)];
      const inside = (i: number): boolean =>
        i / side >= top && i / side < top + size && i % side >= left && i % side < left + size;
      const picture = whole.map((ink, i) => (inside(i) ? ink : 0));
      const plan = {
        rotation: within(90),
        scaleX: 1 + within(0.5),
        scaleY: 1 + within(0.5),
        shear: within(1),
        translationX: within(20),
        translationY: within(20),
        displacement: random.below(2) * 3,
      };
      const { out, grid } = warp(picture, side, plan, round);
      const slow = resampleSlowly(picture, side, grid);
      for (let i = 0; i < out.length; i++) worst = Math.max(worst, Math.abs(out[i] - slow[i]));
    }
    // 0.5 for rounding, 2 for 8-bit fractions (255 / 256 along each axis).
    expect(worst).toBeLessThan(2.5);
    expect(worst).toBeGreaterThan(0.4);
  });

  it('leaves a blank picture blank', () => {
    const { out } = warp(new Uint8Array(784), 28, { rotation: 30, displacement: 1 });
    expect(inkOf(out)).toBe(0);
  });
});

describe('halfTangent', () => {
  it('is the tangent of half the angle', () => {
    for (let degrees = -90; degrees <= 90; degrees += 7.5) {
      expect(halfTangent(degrees)).toBeCloseTo(Math.tan((degrees * Math.PI) / 360), 8);
    }
  });
});

describe('findInkArea', () => {
  it('finds the rows and columns that hold ink', () => {
    const random = createRandom(9);
    for (let round = 0; round < 200; round++) {
      const side = 20 + random.below(10);
      const picture = new Uint8Array(side * side + 5);
      picture.fill(255, 0, 5); // before the offset is another picture
      const cells = Array.from({ length: 1 + random.below(4) }, () => random.below(side * side));
      for (const cell of cells) picture[5 + cell] = 1 + random.below(255);
      const area = { left: 0, top: 0, right: 0, bottom: 0 };
      findInkArea(picture, 5, side, area);
      const [rows, columns] = [cells.map((cell) => Math.floor(cell / side)), cells.map((cell) => cell % side)];
      expect(area).toEqual({
        left: Math.min(...columns),
        right: Math.max(...columns),
        top: Math.min(...rows),
        bottom: Math.max(...rows),
      });
    }
  });
});

describe('createElasticField', () => {
  const [points, sigma] = [9, 4];
  const field = createElasticField(points, sigma);
  const fields = Array.from({ length: 4000 }, (_, key) => {
    field.fill(key * 7919, 1.5);
    return { x: field.x.slice(), y: field.y.slice() };
  });
  const mean = (of: (field: (typeof fields)[number]) => number): number =>
    fields.reduce((sum, each) => sum + of(each), 0) / fields.length;

  it('displaces by the requested amount, without a preferred direction', () => {
    let square = 0;
    for (let i = 0; i < points * points; i++) {
      expect(Math.abs(mean(({ x }) => x[i]))).toBeLessThan(0.15);
      square += mean(({ x, y }) => (x[i] ** 2 + y[i] ** 2) / 2) / (points * points);
    }
    expect(Math.sqrt(square)).toBeCloseTo(1.5, 1);
    expect(Math.abs(mean(({ x, y }) => x[40] * y[40]))).toBeLessThan(0.15);
  });

  it('is as smooth as noise under a Gaussian of sigma: exp(-d^2 / 4 sigma^2) over a distance d', () => {
    for (const distance of [1, 2, 3]) {
      let [along, across, of] = [0, 0, 0];
      for (let i = 0; i < points - distance; i++) {
        along += mean(({ x }) => x[4 * points + i] * x[4 * points + i + distance]);
        across += mean(({ x }) => x[i * points + 4] * x[(i + distance) * points + 4]);
        of += mean(({ x }) => (x[4 * points + i] ** 2 + x[i * points + 4] ** 2) / 2);
      }
      const expected = Math.exp(-((distance * 4) ** 2) / (4 * sigma ** 2));
      expect(Math.abs(along / of - expected)).toBeLessThan(0.06);
      expect(Math.abs(across / of - expected)).toBeLessThan(0.06);
    }
  });
});
