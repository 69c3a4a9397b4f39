import { describe, expect, it } from 'vitest';

import { createHand, writeByHand } from '../../src/generated/hand.js';
import { createPen, inkTracks, type Pen, widthToward } from '../../src/generated/pen.js';
import { emptyCanvas } from '../../src/generated/canvas.js';
import { parseStroke, type Skeleton, type Track } from '../../src/generated/skeleton.js';
import { distanceOf, evenTrack } from '../../src/generated/smoothTrack.js';
import { createRandom } from '../../src/random.js';

const PLACE = { centreX: 0, centreY: 0, height: 100 };
/** A hand that does exactly what a skeleton says, as far as a hand can. */
const EXACT = {
  ...createHand(createRandom(1)),
  slant: 0,
  turn: 0,
  wide: 1,
  upper: 0,
  stray: 0,
  roundness: 0,
  overshoot: 0,
  hook: 0,
  tremor: 0,
  joins: 0,
};

describe('parseStroke', () => {
  it('reads points, corners and joins', () => {
    expect(parseStroke('0,0 .5,1 1,0', () => 0)).toEqual({
      pieces: [
        [
          [0, 0],
          [0.5, 1],
          [1, 0],
        ],
      ],
      joined: false,
    });
    expect(parseStroke('+0,0 .5,1! 1,0', () => 0)).toEqual({
      pieces: [
        [
          [0, 0],
          [0.5, 1],
        ],
        [
          [0.5, 1],
          [1, 0],
        ],
      ],
      joined: true,
    });
    expect(parseStroke('-0,0 .5,1 1,0', () => 0).pieces).toHaveLength(2);
    expect(parseStroke('+-0,0 .5,1 1,0', () => 0)).toMatchObject({ joined: true, pieces: { length: 2 } });
  });

  it('gives ranges a value, the same place for the same letter', () => {
    const asked: string[] = [];
    const { pieces } = parseStroke('0~1,.2~.4a .6~.2a,-.1', (letter) => {
      asked.push(letter);
      return letter === 'a' ? 0.5 : 0.25;
    });
    expect(asked).toEqual(['', 'a', 'a']);
    expect(pieces[0][0][0]).toBeCloseTo(0.25);
    expect(pieces[0][0][1]).toBeCloseTo(0.3);
    expect(pieces[0][1][0]).toBeCloseTo(0.4);
    expect(pieces[0][1][1]).toBe(-0.1);
  });
});

it('evenTrack gives points at equal distances, and keeps the ends when it rounds the corner', () => {
  const corner: Track = [
    [0, 0],
    [1, 0],
    [1, 1],
  ];
  const even = evenTrack(corner, 0.1, 0);
  expect(even).toHaveLength(21);
  for (let i = 1; i < even.length; i++) expect(distanceOf(even[i - 1], even[i])).toBeCloseTo(0.1);
  const round = evenTrack(corner, 0.1, 10);
  expect([round[0], round[20]]).toEqual([
    [0, 0],
    [1, 1],
  ]);
  expect(distanceOf(even[10], [1, 0])).toBeCloseTo(0);
  expect(distanceOf(round[10], [1, 0])).toBeGreaterThan(0.1);
});

describe('writeByHand', () => {
  const sign = (...strokes: string[]): Skeleton => ({ name: 'sign', aspect: 1, strokes });
  const write = (skeleton: Skeleton, hand = EXACT, seed = 1): Track[] =>
    writeByHand(skeleton, PLACE, hand, createRandom(seed));

  it('writes each stroke as a line of its own, and a joined one with the stroke before', () => {
    expect(write(sign('-0,0 0,1', '-1,0 1,1'))).toHaveLength(2);
    expect(write(sign('-0,0 0,1', '+-1,0 1,1'))).toHaveLength(2);
    expect(write(sign('-0,0 0,1', '-1,0 1,1'), { ...EXACT, joins: 1 })).toHaveLength(2);
    expect(write(sign('-0,0 0,1', '+-1,0 1,1'), { ...EXACT, joins: 1 })).toHaveLength(1);
  });

  it('slants: the top moves to the right', () => {
    const lean = (slant: number): number => {
      const [line] = write(sign('-.5,0 .5,1'), { ...EXACT, slant });
      return line[0][0] - line[line.length - 1][0];
    };
    expect(lean(0.4) - lean(0)).toBeCloseTo(40, -1);
  });

  it('gives ranges of the same letter the same place, and others places of their own', () => {
    const lengths = (...strokes: string[]): number[] =>
      write(sign(...strokes)).map((line) => distanceOf(line[0], line[line.length - 1]));
    const [left, right] = lengths('-0,0 0,.2~1a', '-1,0 1,.2~1a');
    expect(Math.abs(left - right)).toBeLessThan(2);
    const [one, other] = lengths('-0,0 0,.2~1', '-1,0 1,.2~1');
    expect(Math.abs(one - other)).toBeGreaterThan(4);
  });

  it('stays near its own place in a range, where another hand has another', () => {
    const skeleton = sign('-.5,0 .5,0~1');
    const ends = (seed: number): number[] => {
      const hand = { ...EXACT, seed };
      return Array.from({ length: 10 }, (_, i) => {
        const [line] = write(skeleton, hand, i);
        return distanceOf(line[0], line[line.length - 1]);
      });
    };
    const spread = (values: number[]): number => Math.max(...values) - Math.min(...values);
    const hands = Array.from({ length: 30 }, (_, seed) => ends(seed));
    const means = hands.map((values) => values.reduce((sum, value) => sum + value, 0) / values.length);
    for (const values of hands) expect(spread(values)).toBeLessThan(50);
    expect(spread(means)).toBeGreaterThan(70);
  });
});

describe('a pen', () => {
  const plain: Pen = { radius: 0.05, contrast: 0, edge: [1, 0], swell: 0, pressure: 0, taper: 0, gaps: 0 };
  const inkOf = (pen: Partial<Pen>, track: Track): number => {
    const picture = emptyCanvas();
    const full = { pen: { ...plain, ...pen }, height: 60 };
    inkTracks(picture, [evenTrack(track, 1, 0)], full, createRandom(1));
    return picture.data.reduce((sum, ink) => sum + ink / 255, 0);
  };
  const across: Track = [
    [10, 36],
    [60, 36],
  ];
  const down: Track = [
    [36, 10],
    [36, 60],
  ];
  const up: Track = [
    [36, 60],
    [36, 10],
  ];

  it('of a broad nib writes thin along its edge', () => {
    expect(widthToward(5, 0, { ...plain, contrast: 0.6 })).toBeCloseTo(0.4);
    expect(widthToward(0, -5, { ...plain, contrast: 0.6 })).toBeCloseTo(1);
    expect(inkOf({ contrast: 0.6 }, across)).toBeLessThan(0.6 * inkOf({ contrast: 0.6 }, down));
    expect(Math.abs(inkOf({}, across) - inkOf({}, down))).toBeLessThan(2);
  });

  it('that is pressed writes thicker on the way down', () => {
    expect(inkOf({ swell: 0.5 }, up)).toBeLessThan(0.7 * inkOf({ swell: 0.5 }, down));
  });

  it('can taper, and can leave a gap', () => {
    expect(inkOf({ taper: 0.8 }, down)).toBeLessThan(0.95 * inkOf({}, down));
    expect(inkOf({ gaps: 1 }, down)).toBeLessThan(inkOf({}, down) - 3);
  });

  it('of random make has a width, and the edge of its nib has length 1', () => {
    for (let seed = 0; seed < 200; seed++) {
      const { radius, edge, contrast, swell, taper } = createPen(createRandom(seed));
      expect(radius).toBeGreaterThanOrEqual(0.018);
      expect(radius).toBeLessThan(0.1);
      expect(Math.hypot(...edge)).toBeCloseTo(1);
      for (const share of [contrast, swell, taper]) expect(share >= 0 && share < 0.9).toBe(true);
    }
  });
});
