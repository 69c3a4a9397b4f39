import { beforeAll, describe, expect, it } from 'vitest';
import { createRandom } from '../../src/random.js';
import { extractInk } from '../../src/ink/extractInk.js';
import { crop } from '../../src/ink/crop.js';
import { inkBox } from '../../src/ink/inkBox.js';
import { removeImpulses } from '../../src/ink/removeImpulses.js';
import { removeSurroundings } from '../../src/ink/surroundings/removeSurroundings.js';
import { paintPaper, type Paper, type Stamp } from '../../src/generated/paper/paintPaper.js';
import { strip, SIDES } from '../../src/generated/paper/surfaces.js';
import type { RgbaImage } from '../../src/image/pixels.js';
import { createRecognizer, loadModel, type Recognizer } from '../../src/node/index.js';
import { mnistPictures } from '../support/mnistPictures.js';

// The first ten test digits of MNIST: 7 2 1 0 4 1 4 9 5 9.
const TRUTH = '7210414959';
const stamps = mnistPictures(10).map((data): Stamp => {
  const digit = { width: 28, height: 28, data };
  return crop(digit, inkBox(digit) ?? { left: 0, top: 0, width: 28, height: 28 });
});
const SHEET: Paper = {
  width: 240,
  height: 200,
  left: 90,
  top: 60,
  size: 90,
  paper: [240, 238, 230],
  ink: [30, 30, 35],
  noise: 2,
  seed: 5,
};

let plain: Recognizer<unknown>;
let cautious: Recognizer<unknown>;
beforeAll(() => {
  const model = loadModel('models/standard');
  plain = createRecognizer(model, { single: true });
  cautious = createRecognizer(model, { single: true, targetError: 0.01 });
});

function textOf(paperFor: (digit: Stamp) => Paper): string {
  return stamps.map((digit) => plain.readPixels(paintPaper(digit, paperFor(digit))).text).join('');
}

describe('a surface beside the sheet', () => {
  it.each(
    SIDES.flatMap((side) =>
      (
        [
          ['dark', [60, 50, 40]],
          ['black', [5, 5, 5]],
          ['as gray as faint ink', [150, 150, 150]],
        ] as const
      ).map(([tone, colour]) => [side, tone, colour] as const),
    ),
  )('at the %s, %s, is not ink', (side, _, colour) => {
    for (const share of [0.03, 0.12, 0.22]) {
      expect(textOf(() => ({ ...SHEET, surfaces: [strip(SHEET, { side, share, slant: 0.05 }, colour)] }))).toBe(TRUTH);
    }
  });

  it('is not ink on all sides of a slanted sheet', () => {
    const surfaces = SIDES.map((side) => strip(SHEET, { side, share: 0.16, slant: -0.12 }, [40, 40, 45]));
    expect(textOf(() => ({ ...SHEET, surfaces }))).toBe(TRUTH);
  });

  it('is not ink if it is light and the page dark', () => {
    const page = { ...SHEET, paper: [25, 28, 30], ink: [230, 230, 225] } as const;
    const surfaces = [strip(SHEET, { side: 'left', share: 0.2 }, [250, 250, 250])];
    expect(textOf(() => ({ ...page, surfaces }))).toBe(TRUTH);
  });

  it('leaves a blank sheet blank', () => {
    const surfaces = [strip(SHEET, { side: 'right', share: 0.25 }, [50, 50, 50])];
    expect(plain.readPixels(paintPaper(null, { ...SHEET, surfaces })).status).toBe('no ink');
  });

  it('is painted as paper, also where a wide stroke touches its edge', () => {
    // The digits stand 3 pixels above a table that begins at 150.
    const table = strip(SHEET, { side: 'bottom', share: 0.25 }, [90, 90, 95]);
    for (const stamp of stamps) {
      const picture = paintPaper(stamp, { ...SHEET, size: 130, top: 17, surfaces: [table] });
      const { image } = removeSurroundings(picture);
      for (let x = 0; x < 240; x++) expect(image.data[4 * (190 * 240 + x)]).toBeGreaterThan(180);
    }
  });

  it.each([-0.1, 0.2])('hides no straight stroke on a sheet that is slanted by %f', (slant) => {
    const surfaces = SIDES.map((side) => strip(SHEET, { side, share: 0.12, slant }, [100, 100, 105]));
    const one = { width: 14, height: 70, data: new Uint8Array(14 * 70).fill(255) };
    for (const left of [50, 110, 170]) {
      const { image, isDoubtful } = removeSurroundings(
        paintPaper(one, { ...SHEET, left, size: 100, top: 50, surfaces }),
      );
      const [stroke, beside] = [left + 10, left + 34].map((x) => image.data[4 * (100 * 240 + x)]);
      expect({ isDoubtful, stroke: stroke < 60, beside: beside > 200 }).toEqual({
        isDoubtful: false,
        stroke: true,
        beside: true,
      });
    }
  });

  it('is a border of 2 pixels of a small cell', () => {
    const cell = { ...SHEET, width: 68, height: 64, left: 20, top: 16, size: 32 };
    const surfaces = SIDES.map((side) => {
      const depth = side === 'left' || side === 'right' ? 68 : 64;
      const edge = strip(cell, { side, share: 3 / depth }, [10, 10, 10]);
      return { ...edge, to: edge.from + 2 };
    });
    expect(textOf(() => ({ ...cell, surfaces }))).toBe(TRUTH);
  });

  it('that something lies on is in doubt: half of the confidence is lost, and no target error promised', () => {
    const table = paintPaper(stamps[0], {
      ...SHEET,
      surfaces: [strip(SHEET, { side: 'left', share: 0.3 }, [140, 140, 140])],
    });
    fill(table, { left: 20, top: 60, width: 12, height: 60 }, 20);
    expect(extractInk(table).isDoubtful).toBe(true);
    expect(plain.readPixels(table).confidence).toBeLessThanOrEqual(0.55);
    expect(cautious.readPixels(table).status).not.toBe('read');
  });
});

describe('what is not a surface', () => {
  it.each([
    ['a digit that fills the picture', { ...SHEET, left: 60, top: 0, size: 200 }],
    ['a digit across the edge of a shadow', { ...SHEET, light: (u: number) => (u < 0.5 ? 0.5 : 1) }],
    [
      'a digit across ruled lines',
      { ...SHEET, ruling: { colour: [60, 60, 60], thickness: 2, rows: { offset: 10, spacing: 45 } } },
    ],
  ] as const)('%s keeps its pixels', (_, paper) => {
    for (const stamp of stamps) {
      const picture = paintPaper(stamp, paper);
      expect(removeSurroundings(picture).image).toBe(picture);
    }
  });

  it('the digits of MNIST, to the bit', () => {
    for (const data of mnistPictures(1000)) {
      const picture = rgbaOf(data, 28);
      expect(removeSurroundings(removeImpulses(picture))).toEqual({ image: picture, isDoubtful: false });
    }
  });
});

it.each(['right', 'top'])('the lines of a small cell are left to be found together if the %s one is ragged', (side) => {
  const paper: Paper = {
    ...{ ...SHEET, width: 70, height: 70, left: 24, top: 18, size: 34, noise: 0, binary: true },
    ...{ paper: [255, 255, 255], ink: [0, 0, 0] },
  };
  const texts = stamps.map((stamp) => {
    const picture = paintPaper(stamp, paper);
    for (const at of [4, 64]) {
      fill(picture, { left: 0, top: at, width: 70, height: 2 }, 0);
      fill(picture, { left: at, top: 4, width: 2, height: 60 }, 0);
    }
    for (let n = 7; n < 63; n += 3) {
      const tooth = side === 'right' ? { left: 63, top: n } : { left: n, top: 6 };
      fill(picture, { ...tooth, width: 1, height: 1 }, 0);
    }
    return plain.readPixels(picture).text;
  });
  expect(texts.join('')).toBe(TRUTH);
});

it('the outermost lines of a small squared paper are no borders of a cell', () => {
  const lines = { offset: 9, spacing: 11 };
  const paper = {
    ...SHEET,
    width: 64,
    height: 56,
    left: 20,
    top: 12,
    size: 32,
    ruling: { colour: [20, 20, 20], thickness: 2, rows: lines, columns: lines },
  } as const;
  for (const stamp of stamps) {
    const picture = paintPaper(stamp, paper);
    expect(removeSurroundings(picture).image).toBe(picture);
  }
});

describe('salt and pepper', () => {
  it.each([0.05, 0.1, 0.2])('on %f of the pixels is removed', (impulses) => {
    expect(textOf(() => ({ ...SHEET, impulses }))).toBe(TRUTH);
  });

  it('are not the pixels of thin lines and of ordinary noise', () => {
    const lines = {
      ...SHEET,
      ruling: { colour: [0, 0, 0], thickness: 1, rows: { offset: 3.5, spacing: 12 } },
    } as const;
    for (const paper of [lines, { ...SHEET, noise: 25 }]) {
      const picture = paintPaper(stamps[1], paper);
      expect(removeImpulses(picture)).toBe(picture);
    }
  });
});

describe('little contrast', () => {
  it.each([12, 16, 24, 60])('of %i is enough on paper without noise', (contrast) => {
    const ink = 250 - contrast;
    const paper: Paper = { ...SHEET, noise: 0, paper: [250, 250, 250], ink: [ink, ink, ink] };
    expect(textOf(() => paper)).toBe(TRUTH);
  });

  it('of 12 is not told from noise', () => {
    for (let seed = 0; seed < 10; seed++) {
      const blank = paintPaper(null, { ...SHEET, noise: 2 + createRandom(seed).uniform(), seed });
      expect(plain.readPixels(blank).status).toBe('no ink');
    }
  });

  it.each([1, 9, 15, 16])('of values that end at %i is scaled to what is there', (max) => {
    for (const [n, data] of mnistPictures(10).entries()) {
      const dark = data.map((value) => Math.round((value * max) / 255));
      expect(plain.readPixels(rgbaOf(dark, 28)).text).toBe(TRUTH[n]);
    }
  });
});

function rgbaOf(gray: Uint8Array, width: number): RgbaImage {
  const data = new Uint8Array(4 * gray.length).fill(255);
  gray.forEach((value, i) => data.fill(value, 4 * i, 4 * i + 3));
  return { width, height: gray.length / width, data };
}

function fill(
  { width, data }: RgbaImage,
  box: { readonly left: number; readonly top: number; readonly width: number; readonly height: number },
  value: number,
): void {
  for (let y = box.top; y < box.top + box.height; y++) {
    for (let x = box.left; x < box.left + box.width; x++)
      data.fill(value, 4 * (y * width + x), 4 * (y * width + x) + 3);
  }
}
