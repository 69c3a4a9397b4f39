import { describe, expect, it } from 'vitest';

import { formsIn } from '../../src/generated/digitForms.js';
import { generateInputs } from '../../src/generated/generateInputs.js';
import { generatePicture } from '../../src/generated/generatePicture.js';
import { letterSkeletons } from '../../src/generated/letterSkeletons.js';
import { mixGenerated } from '../../src/datasets/mixGenerated.js';
import { parseStroke } from '../../src/generated/skeleton.js';
import { smoothTrack } from '../../src/generated/smoothTrack.js';
import { symbolSkeletons } from '../../src/generated/symbolSkeletons.js';

describe('the skeletons', () => {
  const all = [...letterSkeletons, ...symbolSkeletons];

  it.each(all.map((skeleton) => [skeleton.name, skeleton] as const))('%s fills its box', (_, { strokes, aspect }) => {
    const points = strokes.flatMap((stroke) => parseStroke(stroke, () => 0).pieces.flat());
    const xs = points.map(([x]) => x);
    const ys = points.map(([, y]) => y);
    for (const value of [...xs, ...ys]) expect(value >= 0 && value <= 1).toBe(true);
    expect(Math.max(...xs) - Math.min(...xs)).toBeGreaterThan(Number(aspect) < 0.4 || Number(aspect) > 3 ? -1 : 0.6);
    expect(strokes.every((stroke) => parseStroke(stroke, () => 0).pieces.length >= 1)).toBe(true);
  });

  it('do not include letters that somebody writes like a digit', () => {
    const names = letterSkeletons.map(
      ({ name }) => name[0] + (name.length > 1 && name[1] !== ',' ? name.slice(1) : ''),
    );
    expect(names.filter((name) => 'BbDGgIiJlOoQqSsyZz'.includes(name))).toEqual([]);
    expect(new Set(names).size).toBeGreaterThan(35);
  });
});

it('a smooth line goes through its points', () => {
  const points = [
    [0, 0],
    [0.5, 1],
    [1, 0],
  ] as const;
  const track = smoothTrack(points);
  for (const point of points) expect(track).toContainEqual(point);
  expect(track.length).toBeGreaterThan(20);
});

describe('generateInputs', () => {
  const pictures = generateInputs(600, { pipeline: 'normalised', seed: 3, digits: 0.25 });

  it('gives the same pictures for the same seed, and a longer list begins with a shorter one', () => {
    const more = generateInputs(700, { pipeline: 'normalised', seed: 3, digits: 0.25 });
    expect(more.inputs.subarray(0, pictures.inputs.length)).toEqual(pictures.inputs);
    expect(more.names.slice(0, 600)).toEqual(pictures.names);
    expect(generateInputs(600, { pipeline: 'normalised', seed: 4, digits: 0.25 }).inputs).not.toEqual(pictures.inputs);
  });

  it('gives the requested share of digits, every other kind, and ink in every picture', () => {
    const { labels, kinds, inputs } = pictures;
    expect(labels.filter((label) => label < 10)).toHaveLength(150);
    kinds.forEach((kind, n) => {
      expect(kind === 'digit').toBe(labels[n] < 10);
    });
    expect(new Set(kinds)).toEqual(
      new Set(['digit', 'letter', 'symbol', 'several', 'fragment', 'scribble', 'noise', 'blot', 'frame']),
    );
    const letters = kinds.filter((kind) => kind === 'letter').length / 450;
    expect(Math.abs(letters - 0.4)).toBeLessThan(0.08);
    for (let n = 0; n < 600; n++) {
      const ink = inputs.subarray(n * 784, (n + 1) * 784).reduce((sum, value) => sum + value, 0);
      expect(ink).toBeGreaterThan(255 * 8);
    }
  });

  it('never gives the same picture twice', () => {
    const seen = new Set(pictures.kinds.map((_, n) => pictures.inputs.subarray(n * 784, (n + 1) * 784).join()));
    expect(seen.size).toBe(600);
  });

  it('gives no single upright stroke among the pictures that are not digits', () => {
    for (let n = 0; n < 600; n++) {
      if (pictures.labels[n] < 10) continue;
      const columns = Array.from({ length: 28 }, (_, x) => x).filter((x) =>
        Array.from({ length: 28 }, (_, y) => pictures.inputs[n * 784 + y * 28 + x]).some((ink) => ink >= 64),
      );
      expect(Math.max(...columns) - Math.min(...columns), pictures.names[n]).toBeGreaterThan(3);
    }
  });

  it('works with the classic pipeline too', () => {
    const { inputs } = generateInputs(50, { pipeline: 'classic', seed: 1 });
    expect(new Set(inputs)).toEqual(new Set([0, 255]));
  });
});

it('pictures of digits show no form that is held out of training', () => {
  const names = Array.from({ length: 600 }, (_, i) => generatePicture('digit', 1, i).name.slice('digit '.length));
  expect(new Set(names).size).toBeGreaterThan(100);
  expect(names.filter((name) => formsIn('held out').some((form) => form.name === name))).toEqual([]);
});

it('a generated picture says what it shows', () => {
  const { kind, digit, name, ink } = generatePicture('digit', 1, 2);
  expect(kind).toBe('digit');
  expect(name).toMatch(new RegExp(`^digit ${digit}`));
  expect(ink.data).toHaveLength(ink.width * ink.height);
  expect(generatePicture('scribble', 1, 2)).toMatchObject({ kind: 'scribble', digit: null, name: 'scribble' });
});

it('mixGenerated adds rows after those of the data set', () => {
  const dataset = {
    ...({ pipeline: 'normalised', length: 100, labels: new Uint8Array(100).fill(7) } as const),
    nameOf: (row: number) => `own ${row}`,
    readInputs(rows: ArrayLike<number>, out: Uint8Array) {
      Array.from(rows).forEach((row, i) => out.fill(row, i * 784, (i + 1) * 784));
    },
  };
  const mixed = mixGenerated(dataset, Uint32Array.of(3, 5, 8, 9), { share: 0.5, digits: 0.5, seed: 11 });
  expect([...mixed.trainRows]).toEqual([3, 5, 8, 9, 100, 101]);
  expect(mixed.labels.subarray(0, 100)).toEqual(dataset.labels);
  const generated = generateInputs(2, { pipeline: 'normalised', seed: 11, digits: 0.5 });
  expect([...mixed.labels.subarray(100)]).toEqual([...generated.labels]);
  expect(generated.labels).toContain(10);
  const out = new Uint8Array(3 * 784);
  mixed.readInputs([101, 5, 100], out);
  expect(out.subarray(784, 2 * 784)).toEqual(new Uint8Array(784).fill(5));
  expect(out.subarray(0, 784)).toEqual(generated.inputs.subarray(784));
  expect(out.subarray(2 * 784)).toEqual(generated.inputs.subarray(0, 784));
  expect([mixed.nameOf(5), mixed.nameOf(100)]).toEqual(['own 5', `generated: ${generated.names[0]}`]);
});
