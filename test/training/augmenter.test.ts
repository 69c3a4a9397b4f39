import { describe, expect, it } from 'vitest';
import { emptyPlan } from '../../src/training/augment/changePlan.js';
import { changeGrey, createNoise } from '../../src/training/augment/changeGrey.js';
import { changeStroke } from '../../src/training/augment/changeStroke.js';
import { createAugmenter } from '../../src/training/augment/augmenter.js';
import { drawn, inkOf, inTheMiddle, nothing, randomPicture } from '../support/augmentFixtures.js';
import { mnistPictures } from '../support/mnistPictures.js';

const everything = Object.fromEntries(Object.keys(nothing).map((part) => [part, { probability: 1 }]));
const key = (row: number, epoch = 2, seed = 1) => ({ seed, epoch, row });

/** FNV-1a, 32 bits. */
function hashOf(...pictures: Uint8Array[]): string {
  let hash = 0x811c9dc5;
  for (const picture of pictures) for (const byte of picture) hash = Math.imul(hash ^ byte, 0x01000193);
  return (hash >>> 0).toString(16);
}

/** Changes the stroke width of a whole picture [side, side]. */
function stroked(picture: Uint8Array, side: number, amount: number): Uint8Array {
  const width = side + 2;
  const [rows, out] = [new Uint8Array(width * width), new Uint8Array(width * width)];
  const area = { left: 0, top: 0, right: side - 1, bottom: side - 1 };
  changeStroke(inTheMiddle(picture, width), side, area, amount, rows, out);
  return picture.map((_, i) => out[(Math.floor(i / side) + 1) * width + (i % side) + 1]);
}

describe('createAugmenter', () => {
  it('copies the picture at strength 0, for any side', () => {
    for (let side = 20; side <= 64; side++) {
      const augmenter = createAugmenter(side, everything);
      const picture = randomPicture(side, 4);
      const out = new Uint8Array(side * side).fill(9);
      augmenter.augment(picture, out, key(side), 0);
      expect(out).toEqual(picture);
      augmenter.augment(out, out, key(side), 0);
      expect(out).toEqual(picture);
    }
  });

  it('gives the same bits on every machine', () => {
    const parts = [20, 28, 37, 64].map((side) => {
      const augmenter = createAugmenter(side, everything);
      return Array.from({ length: 32 }, (_, row) => {
        const out = inTheMiddle(randomPicture(side - 8, row), side);
        augmenter.augment(out, out, key(row), row % 2 === 0 ? 1 : 0.6);
        return out;
      });
    });
    expect(hashOf(...parts.flat())).toBe('17e08cae');
  });

  it('depends on seed, epoch and row, and not on earlier calls', () => {
    const augmenter = createAugmenter(28);
    const [digit] = mnistPictures(1);
    const changed = (seed: number, epoch: number, row: number): string => {
      const out = new Uint8Array(784);
      augmenter.augment(digit, out, { seed, epoch, row });
      return hashOf(out);
    };
    const first = changed(1, 2, 3);
    const others = [changed(2, 2, 3), changed(1, 3, 3), changed(1, 2, 4), changed(3, 2, 1), changed(0, 0, 0)];
    expect(new Set([first, ...others]).size).toBe(6);
    expect(changed(1, 2, 3)).toBe(first);
  });

  it('changes a slice in place as it changes single pictures, and nothing after it', () => {
    const digits = mnistPictures(12);
    const rows = Uint32Array.from(digits, (_, i) => 5000 - i * 37);
    const images = Uint8Array.from(digits.flatMap((digit) => [...digit]));
    const augmenter = createAugmenter(28, everything);
    augmenter.augmentSlice(images, 10, rows, 1, 2, 0.8);
    const other = createAugmenter(28, everything);
    for (let i = 9; i >= 0; i--) {
      const out = new Uint8Array(784);
      other.augment(digits[i], out, key(rows[i]), 0.8);
      expect(images.subarray(i * 784, (i + 1) * 784)).toEqual(out);
    }
    expect(images.subarray(7840)).toEqual(Uint8Array.from([...digits[10], ...digits[11]]));
  });

  it('works on shared memory and on no pictures', () => {
    const [digit] = mnistPictures(1);
    const shared = new Uint8Array(new SharedArrayBuffer(784));
    shared.set(digit);
    const out = new Uint8Array(784);
    const augmenter = createAugmenter(28);
    augmenter.augmentSlice(shared, 1, [7], 1, 2, 1);
    augmenter.augment(digit, out, key(7));
    expect([...shared]).toEqual([...out]);
    augmenter.augmentSlice(new Uint8Array(0), 0, [], 1, 2, 1);
  });

  it('keeps most of the ink of every digit, and changes every digit', () => {
    const augmenter = createAugmenter(28);
    const out = new Uint8Array(784);
    let same = 0;
    for (const [row, digit] of mnistPictures(500).entries()) {
      augmenter.augment(digit, out, key(row));
      if (hashOf(out) === hashOf(digit)) same++;
      const share = inkOf(out) / inkOf(digit);
      expect(share).toBeGreaterThan(0.3);
      expect(share).toBeLessThan(3.5);
    }
    expect(same).toBe(0);
  });

  it('widens strokes beyond the original ink', () => {
    const augmenter = createAugmenter(20, { ...nothing, stroke: { probability: 1, wider: 1 } });
    const dot = inTheMiddle(drawn('....', '.9..', '....', '....'), 20);
    const [at, out] = [dot.indexOf(255), new Uint8Array(400)];
    let wider = 0;
    for (let row = 0; row < 50; row++) {
      augmenter.augment(dot, out, key(row));
      if (out[at] < 255 || inkOf(out) === 255) continue;
      wider++;
      for (const neighbour of [-21, -20, -19, -1, 1, 19, 20, 21]) expect(out[at + neighbour]).toBe(out[at + 1]);
      expect(inkOf(out)).toBe(255 + 8 * out[at + 1]);
    }
    expect(wider).toBeGreaterThan(15);
  });

  it('refuses invalid sides, strengths and lengths', () => {
    expect(() => createAugmenter(19)).toThrow('createAugmenter: side must be an integer from 20 to 64. Received 19.');
    expect(() => createAugmenter(28.5)).toThrow(RangeError);
    const augmenter = createAugmenter(28);
    const [picture, rows] = [new Uint8Array(784), new Uint32Array(1)];
    expect(() => {
      augmenter.augment(picture, picture, key(0), 1.1);
    }).toThrow('strength must be from 0 to 1. Received 1.1.');
    expect(() => {
      augmenter.augment(picture, picture, key(0), NaN);
    }).toThrow(RangeError);
    expect(() => {
      augmenter.augment(picture.subarray(1), picture, key(0));
    }).toThrow('input must have at least 784 values. Received 783.');
    expect(() => {
      augmenter.augment(picture, picture.subarray(1), key(0));
    }).toThrow('out must have');
    expect(() => {
      augmenter.augmentSlice(picture, 2, [0, 1], 1, 1, 1);
    }).toThrow('images must have at least 1568');
    expect(() => {
      augmenter.augmentSlice(picture, 1, rows.subarray(1), 1, 1, 1);
    }).toThrow('rows must have');
  });
});

describe('changeStroke', () => {
  it('grows a dot to 3x3 and shrinks 3x3 to a dot', () => {
    const dot = drawn('.....', '.....', '..9..', '.....', '.....');
    const block = drawn('.....', '.999.', '.999.', '.999.', '.....');
    expect(stroked(dot, 5, 1)).toEqual(block);
    expect(stroked(block, 5, -1)).toEqual(dot);
    expect([...stroked(dot, 5, 0.25).subarray(10, 15)]).toEqual([0, 64, 255, 64, 0]);
    // half of the ink, darkened by 4/3
    expect([...stroked(dot, 5, -0.5).subarray(10, 15)]).toEqual([0, 0, 170, 0, 0]);
    expect([...stroked(block, 5, -0.5).subarray(10, 15)]).toEqual([0, 170, 255, 170, 0]);
  });

  it('treats everything outside the picture as paper', () => {
    expect([...stroked(drawn('99', '99'), 2, -1)]).toEqual([0, 0, 0, 0]);
    expect([...stroked(drawn('9.', '..'), 2, 1)]).toEqual([255, 255, 255, 255]);
  });

  it('gives more ink with a wider pen, for every digit', () => {
    for (const digit of mnistPictures(100)) {
      const inks = [-1, -0.7, -0.4, -0.1, 0, 0.1, 0.4, 0.7, 1].map((amount) => inkOf(stroked(digit, 28, amount)));
      for (let i = 1; i < inks.length; i++) expect(inks[i]).toBeGreaterThan(inks[i - 1]);
      expect(inks[4]).toBe(inkOf(digit));
    }
  });
});

describe('changeGrey', () => {
  const noise = createNoise();
  const changed = (picture: Uint8Array, plan: Partial<ReturnType<typeof emptyPlan>>, row = 1): Uint8Array => {
    const out = picture.slice();
    changeGrey({ ...emptyPlan(), ...plan }, row * 1013, noise, Math.sqrt(picture.length), out, 0);
    return out;
  };

  it('multiplies the ink and stops at 255', () => {
    expect([...changed(Uint8Array.of(0, 100, 200, 255), { gain: 1.5 })]).toEqual([0, 150, 255, 255]);
    expect([...changed(Uint8Array.of(0, 100, 200, 255), { gain: 0.5 })]).toEqual([0, 50, 100, 128]);
    expect([...changed(Uint8Array.of(0, 100, 200, 255), { gain: 0 })]).toEqual([0, 0, 0, 0]);
  });

  it('lays paper over rectangles', () => {
    const full = new Uint8Array(16).fill(255);
    const erased = { left: 1, top: 2, width: 2, height: 1 };
    const cut = { left: 3, top: 0, width: 1, height: 4 };
    expect(changed(full, { erased, cut })).toEqual(drawn('999.', '999.', '9...', '999.'));
  });

  it('sets single pixels', () => {
    const counts = Array.from(
      { length: 200 },
      (_, row) => changed(new Uint8Array(784), { specks: 3 }, row).filter((ink) => ink > 0).length,
    );
    expect(Math.max(...counts)).toBe(3);
    // Fewer if two coincide or one is paper.
    expect(counts.filter((count) => count === 3).length).toBeGreaterThan(180);
  });

  it('adds noise of the requested deviation around the existing ink, and stays within 0..255', () => {
    const middle = changed(new Uint8Array(64 * 64).fill(128), { noise: 20 });
    const mean = inkOf(middle) / 4096;
    expect(Math.abs(mean - 128)).toBeLessThan(1.5);
    expect(Math.sqrt(middle.reduce((sum, ink) => sum + (ink - mean) ** 2, 0) / 4096)).toBeCloseTo(20, -0.3);
    // A byte that had wrapped around would be far away.
    expect(Math.max(...changed(new Uint8Array(64 * 64), { noise: 20 }))).toBeLessThan(120);
    expect(Math.min(...changed(new Uint8Array(64 * 64).fill(255), { noise: 20 }))).toBeGreaterThan(135);
    expect(hashOf(changed(middle, { noise: 20 }, 2))).not.toBe(hashOf(changed(middle, { noise: 20 }, 3)));
  });
});
