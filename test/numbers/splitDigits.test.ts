import { describe, expect, it } from 'vitest';

import type { GrayImage } from '../../src/image/pixels.js';
import { splitDigits } from '../../src/numbers/splitDigits.js';

/** A drawing in characters: '#' is full ink, '+' a soft edge, '.' is paper. */
function drawing(...rows: string[]): GrayImage {
  const levels: Record<string, number> = { '#': 255, '+': 60, '.': 0 };
  return {
    width: rows[0].length,
    height: rows.length,
    data: Uint8Array.from(rows.flatMap((row) => Array.from(row, (character) => levels[character]))),
  };
}

/** The boxes of the digits that a drawing is split into, [left, top, width, height]. */
const boxesOf = (...rows: string[]): number[][] =>
  splitDigits(drawing(...rows)).map(({ box }) => [box.left, box.top, box.width, box.height]);

describe('splitDigits', () => {
  it('leaves one stroke, and an empty drawing, as they are', () => {
    expect(boxesOf('.#.', '.#.', '.#.')).toEqual([]);
    expect(boxesOf('...', '.+.', '...')).toEqual([]);
    expect(boxesOf('#..', '.#.', '..#')).toEqual([]); // corners touch
  });

  it('gives strokes side by side from left to right, whichever begins higher', () => {
    expect(boxesOf('......#', '#.....#', '#..#..#', '#..#..#', '#..#...')).toEqual([
      [0, 0, 2, 5],
      [2, 1, 3, 4],
      [5, 0, 2, 5],
    ]);
  });

  it('gives each digit its own ink with the soft edge around it', () => {
    const [left, right] = splitDigits(drawing('#+.+#', '#+.+#', '#+.+#'));
    expect(Array.from(left.ink.data)).toEqual([255, 60, 255, 60, 255, 60]);
    expect(Array.from(right.ink.data)).toEqual([60, 255, 60, 255, 60, 255]);
  });

  it('parts digits whose soft edges touch', () => {
    expect(boxesOf('#++#', '#++#', '#++#')).toHaveLength(2);
  });

  it('keeps a five and its separate bar together', () => {
    const five = ['.####.', '......', '#.....', '####..', '...#..', '####..'];
    expect(boxesOf(...five)).toEqual([]);
    expect(boxesOf(...five.map((row) => `${row}..#`))).toHaveLength(2);
  });

  it('keeps parts one above the other together, and those that overlap less apart', () => {
    expect(boxesOf('###.....', '###.....', '........', '.###....', '.###....')).toEqual([]);
    expect(boxesOf('###.....', '###.....', '........', '..######', '..######')).toHaveLength(2);
  });

  it('assigns dots and specks to the nearest digit, however far', () => {
    const boxes = boxesOf('#.#........#', '#..........#', '#..........#', '#.......#..#', '#..........#');
    expect(boxes).toEqual([
      [0, 0, 4, 5],
      [7, 0, 5, 5],
    ]);
  });

  it('joins parts that a third one overlaps', () => {
    expect(boxesOf('##..##', '##..##', '......', '######', '######')).toEqual([]);
  });

  it('knows a connected drawing whatever its shape: a spiral, a comb, a ring', () => {
    expect(boxesOf('#####', '....#', '###.#', '#...#', '#####')).toEqual([]);
    expect(boxesOf('#.#.#', '#.#.#', '#.#.#', '#####')).toEqual([]);
    expect(boxesOf('.###.', '#...#', '#...#', '.###.')).toEqual([]);
  });
});
