import { createHash } from 'node:crypto';

import { describe, expect, it } from 'vitest';

import { emptyCanvas } from '../../src/generated/canvas.js';
import { centrelineOf } from '../../src/generated/centreline.js';
import { formsIn } from '../../src/generated/digitForms.js';
import { drawSign } from '../../src/generated/drawSigns.js';
import { isHeldOutFont, readFontDigits } from '../../src/generated/fontDigits.js';
import { rewriteInk } from '../../src/generated/rewriteInk.js';
import type { GrayImage } from '../../src/image/pixels.js';
import { createRandom } from '../../src/random.js';

/** A canvas with a block of ink. */
function block(left: number, top: number, width: number, height: number): GrayImage {
  const picture = emptyCanvas();
  for (let y = top; y < top + height; y++) picture.data.fill(255, y * 72 + left, y * 72 + left + width);
  return picture;
}

/** How many pieces of paper the ink separates. */
function papers({ width, height, data }: GrayImage): number {
  const seen = data.map((ink) => (ink >= 128 ? 1 : 0));
  let count = 0;
  for (let start = 0; start < seen.length; start++) {
    if (seen[start] === 1) continue;
    count++;
    const open = [start];
    for (let at = open.pop(); at !== undefined; at = open.pop()) {
      if (seen[at] === 1) continue;
      seen[at] = 1;
      const [x, y] = [at % width, Math.floor(at / width)];
      if (x > 0) open.push(at - 1);
      if (x < width - 1) open.push(at + 1);
      if (y > 0) open.push(at - width);
      if (y < height - 1) open.push(at + width);
    }
  }
  return count;
}

describe('centrelineOf', () => {
  it('is the line in the middle of a thick stroke', () => {
    const { points, lines } = centrelineOf(block(30, 10, 9, 50));
    for (const [x] of points) expect(Math.abs(x - 34.5)).toBeLessThan(1.5);
    const ys = points.map(([, y]) => y);
    expect(Math.min(...ys)).toBeLessThan(17);
    expect(Math.max(...ys)).toBeGreaterThan(53);
    expect(lines).toHaveLength(points.length - 1);
  });

  it('is nothing where there is no ink', () => {
    expect(centrelineOf(emptyCanvas())).toEqual({ points: [], lines: [] });
  });
});

describe('rewriteInk', () => {
  const ring = formsIn('all', 0)[0];

  it('keeps what is written: a ring stays a ring', () => {
    for (let seed = 0; seed < 50; seed++) {
      const ink = rewriteInk(drawSign(ring, createRandom(1)), createRandom(seed));
      expect(papers(ink), `seed ${seed}`).toBe(2);
    }
  });

  it('draws in the canvas, the same for the same seed and another for another', () => {
    const ink = drawSign(formsIn('all', 7)[0], createRandom(1));
    const again = Array.from({ length: 20 }, (_, seed) => rewriteInk(ink, createRandom(seed)));
    for (const { width, data } of again) {
      expect(data.subarray(0, width).every((value) => value === 0)).toBe(true);
      expect(data.filter((value) => value === 255).length).toBeGreaterThan(20);
    }
    expect(new Set(again.map(({ data }) => data.join())).size).toBe(20);
    expect(rewriteInk(ink, createRandom(3))).toEqual(again[3]);
  });

  it('gives the same bytes on every machine', () => {
    const hash = createHash('sha256');
    for (const form of formsIn('held out')) {
      hash.update(rewriteInk(drawSign(form, createRandom(1)), createRandom(2)).data);
    }
    expect(hash.digest('hex')).toBe(GOLDEN);
  });

  it('gives an empty picture for one', () => {
    expect(rewriteInk(emptyCanvas(), createRandom(1))).toEqual(emptyCanvas());
  });

  it('makes a dot of a dot', () => {
    expect(rewriteInk(block(30, 30, 2, 2), createRandom(1)).data.some((ink) => ink > 0)).toBe(true);
  });
});

describe('readFontDigits', () => {
  const fonts = ['caveat', 'handlee', 'handlee'];
  const files = {
    images: Uint8Array.of(0, 0, 8, 3, 0, 0, 0, 3, 0, 0, 0, 1, 0, 0, 0, 2, 1, 2, 3, 4, 5, 6),
    labels: Uint8Array.of(0, 0, 8, 1, 0, 0, 0, 3, 4, 0, 9),
    fonts: fonts.map((name) => `${name}\n`).join(''),
  };
  const image = (...data: number[]): GrayImage => ({ width: 2, height: 1, data: Uint8Array.from(data) });

  it('gives the digits of the fonts of a set', () => {
    const training = [{ digit: 4, font: 'caveat', ink: image(1, 2) }];
    const heldOut = [
      { digit: 0, font: 'handlee', ink: image(3, 4) },
      { digit: 9, font: 'handlee', ink: image(5, 6) },
    ];
    expect(readFontDigits(files, 'training')).toEqual(training);
    expect(readFontDigits(files, 'held out')).toEqual(heldOut);
    expect(readFontDigits(files, 'all')).toEqual([...training, ...heldOut]);
  });

  it.each([
    ['a missing label', { ...files, labels: files.labels.subarray(0, 10) }, '3 images of 2 x 1 in 22 bytes, 2 labels'],
    ['a missing pixel', { ...files, images: files.images.subarray(0, 21) }, '3 images of 2 x 1 in 21 bytes'],
    ['a missing font', { ...files, fonts: 'caveat\n' }, '3 labels and 1 fonts'],
    ['no images', { ...files, images: new Uint8Array(3) }, '0 images of 0 x 0 in 3 bytes'],
  ])('refuses %s', (_, broken, message) => {
    expect(() => readFontDigits(broken, 'all')).toThrow(message);
  });

  it('holds out fonts by name, whole families at a time', () => {
    const names = ['caveat', 'caveat-brush', 'handlee', 'pangolin', 'meddon', 'kalam', 'zeyada', 'long-cang'];
    expect(names.filter(isHeldOutFont)).toEqual(['handlee', 'pangolin', 'meddon', 'long-cang']);
    expect(isHeldOutFont('edu-qld-beginner')).toBe(isHeldOutFont('edu-sa-beginner'));
  });
});

/** SHA-256 of the held-out forms, written over. */
const GOLDEN = 'fc97ec2055deeed99bdbf8861b25f61ed3122d7565be7331f96c0bb01149d904';
