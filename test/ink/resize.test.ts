import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { resize } from '../../src/ink/resize.js';
import { stretchContrast } from '../../src/ink/stretchContrast.js';

const row = (...values: number[]) => ({ width: values.length, height: 1, data: Uint8Array.from(values) });
const column = (...values: number[]) => ({ width: 1, height: values.length, data: Uint8Array.from(values) });

describe('resize', () => {
  it('averages by area when it shrinks a picture, and rounds', () => {
    expect(Array.from(resize(row(0, 1), 1, 1).data)).toEqual([1]); // 0.5
    // (10 + 20 / 2) / 1.5, (20 / 2 + 30) / 1.5.
    expect(Array.from(resize(row(10, 20, 30), 2, 1).data)).toEqual([13, 27]);
    expect(Array.from(resize(column(10, 20, 30), 1, 2).data)).toEqual([13, 27]);
  });

  it('interpolates linearly when it enlarges a picture', () => {
    expect(Array.from(resize(row(0, 100), 4, 1).data)).toEqual([0, 25, 75, 100]);
    expect(Array.from(resize(column(0, 100), 1, 4).data)).toEqual([0, 25, 75, 100]);
  });

  it('keeps a flat picture flat at any size, and keeps the total ink when it shrinks a picture', () => {
    const side = fc.integer({ min: 1, max: 90 });
    fc.assert(
      fc.property(side, side, side, side, fc.nat(255), (width, height, newWidth, newHeight, value) => {
        const flat = resize({ width, height, data: new Uint8Array(width * height).fill(value) }, newWidth, newHeight);
        expect(flat.data.every((pixel) => pixel === value)).toBe(true);
        expect(flat.data).toHaveLength(newWidth * newHeight);

        const dotted = new Uint8Array(width * height).map((_, i) => (i * 97 + value) % 256);
        const small = resize({ width, height, data: dotted }, Math.min(width, newWidth), Math.min(height, newHeight));
        const mean = (data: Uint8Array) => data.reduce((sum, pixel) => sum + pixel, 0) / data.length;
        expect(Math.abs(mean(small.data) - mean(dotted))).toBeLessThanOrEqual(0.51);
      }),
    );
  });
});

describe('stretchContrast', () => {
  it('raises the darkest tenth of the ink to 255, and the rest in proportion', () => {
    const faint = row(0, 0, 0, 50, 50, 50, 50, 50, 50, 50, 50, 50, 100);
    expect(Array.from(stretchContrast(faint).data)).toEqual([0, 0, 0, ...new Array<number>(9).fill(128), 255]);
  });

  it('leaves full ink and no ink unchanged', () => {
    expect(Array.from(stretchContrast(row(0, 7, 255)).data)).toEqual([0, 7, 255]);
    expect(Array.from(stretchContrast(row(0, 0)).data)).toEqual([0, 0]);
  });
});
