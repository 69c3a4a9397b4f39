import { describe, expect, it } from 'vitest';
import type { RgbaImage } from '../../src/image/pixels.js';
import { extractInk } from '../../src/ink/extractInk.js';
import { findInk } from '../../src/ink/findInk.js';
import { pipelines } from '../../src/ink/pipelines.js';
import { placeByMass } from '../../src/ink/placeByMass.js';
import { opaque, paintScene, type Scene } from '../support/madePicture.js';
import { mnistPictures } from '../support/mnistPictures.js';

const digits = mnistPictures(1000);
const scene: Scene = { width: 300, height: 240, left: 90, top: 60, side: 112, paper: 235, ink: 30 };

const normalise = (image: RgbaImage) => pipelines.normalised.run(extractInk(image));

/** The mean of |a - b| over the 784 pixels; Infinity if there is no ink in one of them. */
function difference(a: Uint8Array | null, b: Uint8Array | null): number {
  if (a === null || b === null) return Infinity;
  return a.reduce((sum, value, i) => sum + Math.abs(value - b[i]), 0) / a.length;
}

/**
 * How much the inputs of the first `count` digits, painted in a scene, differ from those of the
 * digits themselves.
 */
function spread(count: number, sceneOf: (n: number) => Scene): { readonly mean: number; readonly worst: number } {
  const differences = digits
    .slice(0, count)
    .map((digit, n) => difference(normalise(paintScene(digit, sceneOf(n))), pipelines.normalised.run(asInk(digit))));
  return { mean: differences.reduce((a, b) => a + b, 0) / count, worst: Math.max(...differences) };
}

const asInk = (data: Uint8Array) => ({ width: 28, height: 28, data });

describe('the normalised pipeline', () => {
  it('leaves MNIST nearly unchanged', () => {
    const differences = digits.map((digit) => difference(digit, pipelines.normalised.run(asInk(digit))));
    differences.sort((a, b) => a - b);
    expect(differences.reduce((a, b) => a + b, 0) / differences.length).toBeLessThan(0.7); // of 255
    expect(differences[950]).toBeLessThan(1.5);
  });

  it('scales ink to 20 pixels on its longer side and centres it by mass', () => {
    for (const [n, digit] of digits.slice(0, 100).entries()) {
      const input = normalise(paintScene(digit, { ...scene, left: n, top: n })) ?? new Uint8Array(784);
      const box = boxOf(input);
      expect(Math.max(box.width, box.height)).toBe(20);
      const { x, y } = centreOf(input);
      expect(Math.abs(x - 14)).toBeLessThanOrEqual(0.5);
      expect(Math.abs(y - 14)).toBeLessThanOrEqual(0.5);
    }
  });

  // Most of these differences come from shifts by one pixel: now and then the centre of mass is
  // close to a half.
  it.each([
    ['anywhere', (n: number): Scene => ({ ...scene, left: (n * 37) % 189, top: (n * 23) % 129 })],
    ['at any size', (n: number): Scene => ({ ...scene, left: 4, top: 4, side: 30 + ((n * 19) % 200) })],
    [
      'in a small picture',
      (n: number): Scene => ({ ...scene, width: 60, height: 50, left: 3, top: 3, side: 16 + (n % 30) }),
    ],
    ['light on dark', (n: number): Scene => ({ ...scene, paper: 20, ink: 220, left: n % 180 })],
    ['faint', (n: number): Scene => ({ ...scene, paper: 180, ink: 140, left: n % 180 })],
    ['on noisy paper', (n: number): Scene => ({ ...scene, noise: 10, left: n % 180, seed: n })],
    ['with a shadow across', (n: number): Scene => ({ ...scene, shadow: 0.5, noise: 3, left: n % 180, seed: n })],
    ['small in a large photo', (n: number): Scene => ({ ...scene, width: 1500, height: 1100, left: 80 * n, noise: 4 })],
  ])('gives nearly the same input for a digit drawn %s', (name, sceneOf) => {
    const { mean, worst } = spread(name.includes('photo') ? 10 : 40, sceneOf);
    expect(mean).toBeLessThan(13);
    expect(worst).toBeLessThan(33);
  });

  it('gives far larger differences between digits', () => {
    const others = digits.slice(0, 100).map((digit, n) => difference(digit, digits[n + 1]));
    expect(others.reduce((a, b) => a + b, 0) / others.length).toBeGreaterThan(35);
  });

  it('drops specks but keeps the parts of a digit', () => {
    const digit = digits[0];
    const clean = paintScene(digit, scene);
    const specked = { ...clean, data: Uint8Array.from(clean.data) };
    for (let n = 0; n < 40; n++) specked.data.fill(0, 4 * (n * 1777), 4 * (n * 1777) + 3);
    expect(difference(normalise(specked), normalise(clean))).toBeLessThan(3);

    const barred = new Uint8Array(60 * 60); // a bar of 3 x 20 and, separate from it, a block of 20 x 20
    for (let y = 5; y < 8; y++) barred.fill(255, y * 60 + 20, y * 60 + 40);
    for (let y = 20; y < 40; y++) barred.fill(255, y * 60 + 20, y * 60 + 40);
    expect(findInk({ width: 60, height: 60, data: barred })?.box).toEqual({ left: 20, top: 5, width: 20, height: 35 });
  });

  it('finds no ink on blank, shaded and noisy paper', () => {
    const blank = new Uint8Array(784);
    for (const level of [0, 90, 255])
      expect(normalise(paintScene(blank, { ...scene, paper: level, ink: level }))).toBeNull();
    for (let seed = 0; seed < 20; seed++) {
      expect(normalise(paintScene(blank, { ...scene, noise: 1 + seed, seed }))).toBeNull();
      expect(normalise(paintScene(blank, { ...scene, noise: seed / 4, shadow: 0.6, seed }))).toBeNull();
      expect(normalise(paintScene(blank, { ...scene, width: 28, height: 28, noise: 2 + seed, seed }))).toBeNull();
    }
    for (const [width, height] of [
      [1, 1],
      [1, 40],
      [3, 2],
    ]) {
      expect(normalise(opaque({ width, height, data: new Uint8Array(width * height).fill(200) }))).toBeNull();
    }
  });
});

describe('placeByMass', () => {
  it('never loses ink at the edge, wherever the mass is', () => {
    for (const heavy of [0, 27]) {
      const data = new Uint8Array(28).fill(1);
      data[heavy] = 255;
      expect(placeByMass({ width: 28, height: 1, data }).reduce((sum, value) => sum + value, 0)).toBe(27 + 255);
      expect(placeByMass({ width: 1, height: 28, data }).reduce((sum, value) => sum + value, 0)).toBe(27 + 255);
    }
  });
});

describe('findInk', () => {
  it('searches again, closer, if the drawing is small in a large picture', () => {
    const [width, height] = [2000, 1500];
    const data = new Uint8Array(width * height);
    for (let y = 701; y < 762; y++) data.fill(255, y * width + 1333, y * width + 1374);
    const found = findInk({ width, height, data });
    expect(found?.box).toEqual({ left: 1333, top: 701, width: 41, height: 61 });
    expect(found?.ink).toEqual({ width: 41, height: 61, data: new Uint8Array(41 * 61).fill(255) });
  });

  it('gives the box in pixels of the picture, whether it is large or small', () => {
    for (const factor of [1, 4, 12]) {
      const [width, height] = [100 * factor, 80 * factor];
      const data = new Uint8Array(width * height);
      for (let y = 10 * factor; y < 40 * factor; y++) data.fill(255, y * width + 60 * factor, y * width + 75 * factor);
      const box = findInk({ width, height, data })?.box ?? { left: 0, top: 0, width: 0, height: 0 };
      // Averaging down makes the position of the edges uncertain by a few pixels.
      const slack = Math.max(0, factor - 1);
      expect(Math.abs(box.left - 60 * factor)).toBeLessThanOrEqual(slack);
      expect(Math.abs(box.top - 10 * factor)).toBeLessThanOrEqual(slack);
      expect(Math.abs(box.width - 15 * factor)).toBeLessThanOrEqual(2 * slack);
      expect(Math.abs(box.height - 30 * factor)).toBeLessThanOrEqual(2 * slack);
    }
  });
});

function boxOf(input: Uint8Array) {
  const columns: number[] = [];
  const rows: number[] = [];
  input.forEach((value, i) => {
    if (value === 0) return;
    columns.push(i % 28);
    rows.push(Math.floor(i / 28));
  });
  return { width: Math.max(...columns) - Math.min(...columns) + 1, height: Math.max(...rows) - Math.min(...rows) + 1 };
}

function centreOf(input: Uint8Array): { readonly x: number; readonly y: number } {
  const mass = input.reduce((sum, value) => sum + value, 0);
  const x = input.reduce((sum, value, i) => sum + value * (i % 28), 0) / mass;
  return { x, y: input.reduce((sum, value, i) => sum + value * Math.floor(i / 28), 0) / mass };
}
