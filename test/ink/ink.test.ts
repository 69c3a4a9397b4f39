import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { GrayImage, RgbaImage } from '../../src/image/pixels.js';
import { CLASSIC_THRESHOLD } from '../../src/ink/classic.js';
import { extractInk } from '../../src/ink/extractInk.js';
import { pipelines } from '../../src/ink/pipelines.js';
import { inAlpha, opaque, paintScene } from '../support/madePicture.js';
import { mnistPictures } from '../support/mnistPictures.js';
import { sharedPictures } from '../support/sharedPictures.js';

const digits = mnistPictures(120);

/** An RGBA picture from rows of letters. */
function draw(rows: readonly string[], colours: Readonly<Record<string, readonly number[]>>): RgbaImage {
  const data = Uint8Array.from(rows.flatMap((row) => Array.from(row).flatMap((letter) => [...colours[letter]])));
  return { width: rows[0].length, height: rows.length, data };
}

const seven = ['........', '.#####..', '....##..', '...##...', '..##....', '..##....', '........'];
const inkOfSeven = seven.flatMap((row) => Array.from(row, (letter) => (letter === '#' ? 255 : 0)));

describe('extractInk', () => {
  it('keeps every gray level: luminance of r = g = b = v is v', () => {
    const data = Uint8Array.from({ length: 256 }, (_, value) => value);
    const ink = extractInk(opaque({ width: 16, height: 16, data })).data;
    // There are as many dark rows as light ones, so either polarity is right.
    expect([Array.from(data), Array.from(data, (value) => 255 - value)]).toContainEqual(Array.from(ink));
  });

  it.each([
    ['black on white', [0, 0, 0, 255], [255, 255, 255, 255]],
    ['white on black', [255, 255, 255, 255], [0, 0, 0, 255]],
    ['black on transparent', [0, 0, 0, 255], [0, 0, 0, 0]],
    ['white on transparent', [255, 255, 255, 255], [255, 255, 255, 0]],
    ['blue on transparent', [20, 40, 200, 255], [0, 0, 0, 0]],
    ['a hole in black', [0, 0, 0, 0], [0, 0, 0, 255]],
  ])('finds the same ink %s', (_, ink, paper) => {
    expect(Array.from(extractInk(draw(seven, { '#': ink, '.': paper })).data)).toEqual(inkOfSeven);
  });

  it('finds the same ink wherever the bytes begin in memory', () => {
    const picture = draw(seven, { '#': [20, 40, 200, 255], '.': [250, 250, 240, 255] });
    const shifted = new Uint8Array(picture.data.length + 1).subarray(1);
    shifted.set(picture.data);
    expect(extractInk({ ...picture, data: shifted })).toEqual(extractInk(picture));
  });

  it('reads the colours and not alpha if a sheet has cut corners', () => {
    const rows = seven.map((row, y) => (y === 0 || y === 6 ? ` ${row.slice(1, 7)} ` : row));
    const colours = { '#': [0, 0, 0, 255], '.': [255, 255, 255, 255], ' ': [0, 0, 0, 0] };
    expect(Array.from(extractInk(draw(rows, colours)).data)).toEqual(inkOfSeven);
    const night = { '#': [255, 255, 255, 255], '.': [0, 0, 0, 255], ' ': [0, 0, 0, 0] };
    expect(Array.from(extractInk(draw(rows, night)).data)).toEqual(inkOfSeven);
  });

  it('takes white strokes over black ones as paper if the background is transparent', () => {
    const colours = { '#': [0, 0, 0, 255], '-': [255, 255, 255, 255], '.': [0, 0, 0, 0] };
    const rows = seven.map((row, y) => (y === 3 ? '.--##--.' : row));
    expect(Array.from(extractInk(draw(rows, colours)).data)).toEqual(inkOfSeven);
  });

  it('tells dark on light from light on dark for every digit, at the edges of the picture too', () => {
    for (const data of digits) {
      const picture = { width: 28, height: 28, data };
      expect(extractInk(opaque(picture)).data).toEqual(data);
      expect(extractInk(opaque(inverted(picture))).data).toEqual(data);
    }
  });

  it('does so in a strong shadow, with half of the paper darker than the middle of the picture', () => {
    const scene = { width: 200, height: 160, left: 40, top: 24, side: 112, shadow: 0.9, noise: 4 };
    for (const [n, digit] of digits.slice(0, 30).entries()) {
      const day = paintScene(digit, { ...scene, paper: 230, ink: 60, seed: n });
      const night = paintScene(digit, { ...scene, paper: 90, ink: 240, seed: n });
      expect(extractInk(day).data[0]).toBe(255 - day.data[0]);
      expect(extractInk(night).data[0]).toBe(night.data[0]);
    }
  });

  it('finds nothing in a picture of one colour that a pipeline takes for ink', () => {
    for (let value = 0; value < 256; value++) {
      const ink = extractInk(opaque({ width: 28, height: 28, data: new Uint8Array(784).fill(value) }));
      for (const { run } of Object.values(pipelines)) expect(run(ink)).toBeNull();
    }
  });

  it('refuses pixels of the wrong length', () => {
    expect(() => extractInk({ width: 2, height: 2, data: new Uint8Array(12) })).toThrow(/Received 12 for 2 x 2/);
  });
});

describe('a drawing in alpha', () => {
  const sameInput = (picture: GrayImage) => {
    const [colour, alpha] = [extractInk(opaque(picture)), extractInk(inAlpha(picture))];
    expect(alpha).toEqual(colour);
    for (const { run } of Object.values(pipelines)) expect(run(alpha)).toEqual(run(colour));
  };

  it('gives the same ink and input as the same drawing in colour', () => {
    for (const data of digits) sameInput(inverted({ width: 28, height: 28, data }));
  });

  it('does so for any pixels', () => {
    const size = fc.integer({ min: 1, max: 12 });
    const values = fc.constantFrom(0, 1, 60, 127, 128, 200, 254, 255);
    const picture = fc.tuple(size, size).chain(([width, height]) =>
      fc.uint8Array({ minLength: width * height, maxLength: width * height }).chain((noise) =>
        fc
          .tuple(fc.boolean(), fc.array(values, { minLength: noise.length, maxLength: noise.length }))
          .map(([rough, flat]) => ({
            width,
            height,
            data: rough ? noise : Uint8Array.from(flat),
          })),
      ),
    );
    fc.assert(
      fc.property(picture, (made) => {
        // Constant alpha holds no drawing.
        fc.pre(made.data.some((value) => value !== made.data[0]));
        sameInput(made);
      }),
      { numRuns: 500 },
    );
  });

  const shared = sharedPictures(120);
  it.skipIf(shared.length === 0)('does so for the pictures of jc-digits.zip', () => {
    for (const picture of shared) sameInput(picture);
  });
});

describe('the classic pipeline', () => {
  const classic = pipelines.classic.run;

  it('turns ink of 128 or more into 255, and less into 0', () => {
    const data = Uint8Array.from({ length: 784 }, (_, i) => i % 256);
    const input = classic({ width: 28, height: 28, data });
    expect(CLASSIC_THRESHOLD).toBe(128);
    expect(Array.from(input ?? [])).toEqual(Array.from(data, (value) => (value >= 128 ? 255 : 0)));
  });

  it('finds no ink if none reaches the threshold', () => {
    expect(classic({ width: 28, height: 28, data: new Uint8Array(784).fill(127) })).toBeNull();
  });

  it('keeps the proportions of pictures of other sizes and centres them', () => {
    const wide = { width: 112, height: 56, data: new Uint8Array(112 * 56).fill(255) };
    const rows = Array.from({ length: 28 }, (_, y) =>
      classic(wide)
        ?.subarray(28 * y, 28 * y + 28)
        .every((v) => v === 255),
    );
    expect(rows).toEqual(Array.from({ length: 28 }, (_, y) => y >= 7 && y < 21));
    const tall = { width: 1, height: 3, data: Uint8Array.of(255, 255, 255) };
    expect(classic(tall)?.reduce((sum, value) => sum + value / 255, 0)).toBe(28 * 9);
  });

  it('reads a picture like an enlarged copy of it', () => {
    const scene = { width: 280, height: 280, left: 0, top: 0, side: 280, paper: 255, ink: 0 };
    for (const data of digits.slice(0, 50)) {
      const small = classic({ width: 28, height: 28, data });
      const large = classic(extractInk(paintScene(data, scene)));
      const differing = Array.from(small ?? []).filter((value, i) => value !== large?.[i]).length;
      // Of 784 pixels: edges that interpolation moved across the threshold.
      expect(differing).toBeLessThanOrEqual(16);
    }
  });
});

function inverted({ width, height, data }: GrayImage): GrayImage {
  return { width, height, data: data.map((value) => 255 - value) };
}
