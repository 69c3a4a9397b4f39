import { describe, expect, it } from 'vitest';

import { type Outline, rasterise } from '../../src/generated/rasterise.js';

/** An outline of squares [left, bottom, side], each drawn clockwise or the other way round. */
function squares(...list: readonly (readonly [number, number, number, boolean])[]): Outline {
  const commands = list.flatMap(([left, bottom, side, clockwise]) => {
    const corners = [
      [left, bottom],
      [left, bottom + side],
      [left + side, bottom + side],
      [left + side, bottom],
    ];
    const [first, ...rest] = clockwise ? corners : corners.toReversed();
    return [
      { command: 'moveTo' as const, args: first },
      ...rest.map((args) => ({ command: 'lineTo' as const, args })),
      { command: 'closePath' as const, args: [] },
    ];
  });
  const [[left, bottom, side]] = list;
  return { commands, bbox: { minX: left, minY: bottom, maxX: left + side, maxY: bottom + side } };
}

const rowsOf = (path: Outline): string[] => {
  const image = rasterise(path, 8, 1);
  if (image === null) return [];
  return Array.from({ length: 8 }, (_, y) =>
    Array.from(image.data.subarray(8 * y, 8 * y + 8), (ink) => '.:#'[Math.round(ink / 127.5)]).join(''),
  );
};

describe('rasterise', () => {
  it('fills an outline up to its margin', () => {
    expect(rowsOf(squares([100, -50, 600, true]))).toEqual([
      '........',
      ...Array<string>(6).fill('.######.'),
      '........',
    ]);
  });

  it('leaves out what an inner contour of the other direction encloses, and only that', () => {
    const inner = ['........', '.######.', '.######.', '.##..##.', '.##..##.', '.######.', '.######.', '........'];
    expect(rowsOf(squares([0, 0, 600, true], [200, 200, 200, false]))).toEqual(inner);
    expect(rowsOf(squares([0, 0, 600, true], [200, 200, 200, true]))).toEqual(rowsOf(squares([0, 0, 600, true])));
  });

  it('smooths what covers a part of a pixel', () => {
    expect(rowsOf(squares([0, 0, 600, true], [250, 200, 200, false]))[3]).toBe('.##:.:#.');
  });

  it('follows curves', () => {
    const circle = {
      commands: [
        { command: 'moveTo', args: [0, 50] },
        { command: 'bezierCurveTo', args: [0, 77.6, 22.4, 100, 50, 100] },
        { command: 'bezierCurveTo', args: [77.6, 100, 100, 77.6, 100, 50] },
        { command: 'bezierCurveTo', args: [100, 22.4, 77.6, 0, 50, 0] },
        { command: 'bezierCurveTo', args: [22.4, 0, 0, 22.4, 0, 50] },
      ],
      bbox: { minX: 0, minY: 0, maxX: 100, maxY: 100 },
    } as const;
    const image = rasterise(circle, 72, 6);
    const area = image?.data.reduce((sum, ink) => sum + ink / 255, 0) ?? 0;
    expect(Math.abs(area - Math.PI * 30 * 30)).toBeLessThan(30);
  });

  it('gives nothing for a glyph without an outline', () => {
    expect(rowsOf({ commands: [], bbox: { minX: Infinity, minY: 0, maxX: -Infinity, maxY: 0 } } as const)).toEqual([]);
  });
});
