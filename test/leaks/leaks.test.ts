import { beforeAll, describe, expect, it } from 'vitest';
import type { Dataset } from '../../src/datasets/dataset.js';
import { pipelines } from '../../src/ink/pipelines.js';
import { chanceOf, CHANCE_LIMIT } from '../../src/leaks/chanceOf.js';
import { clusterDrawings } from '../../src/leaks/clusterDrawings.js';
import { describeShape, SHAPE_LENGTH, turnShape } from '../../src/leaks/describeShape.js';
import { describeRows } from '../../src/leaks/describeRows.js';
import { COARSE_LENGTH } from '../../src/leaks/drawing.js';
import { evenWidth, FRAME_LENGTH } from '../../src/leaks/evenWidth.js';
import { exactCopies } from '../../src/leaks/exactCopies.js';
import { inkFrame } from '../../src/leaks/inkFrame.js';
import type { DrawingIndex } from '../../src/leaks/matcher.js';
import { tableOf } from '../../src/leaks/matchTable.js';
import { joinDrawings, joinStrays, sampleDrawings } from '../../src/leaks/joinDrawings.js';
import { createRegistration } from '../../src/leaks/registration.js';
import { createSearch } from '../../src/leaks/searchShapes.js';
import { buildShapeTree } from '../../src/leaks/shapeTree.js';
import { strokeWidth, widen } from '../../src/leaks/strokeWidth.js';
import { drawingThreads } from '../../src/node/threads/drawingThreads.js';
import { compareDrawings } from '../../src/workflows/drawings/compareDrawings.js';
import { findLeaks, type Leak } from '../../src/workflows/drawings/findLeaks.js';
import { drawnChange, variantOf } from '../../src/generated/variantOf.js';
import { mnistTraining } from '../support/mnistPictures.js';
import { createRandom, type Random } from '../../src/random.js';

const STILL = { rotation: 0, shear: 0, scale: 1, x: 0, y: 0, stroke: 0 };
const { inputs, labels } = mnistTraining(3000);
const randomFor = (seed: number): Random => createRandom(seed, 0x1eaf);
const pictureOf = (row: number): Uint8Array => inputs.subarray(row * 784, (row + 1) * 784);

function memory(
  pictures: readonly Uint8Array[],
  digits: Uint8Array,
): Pick<Dataset, 'length' | 'labels' | 'readInputs' | 'pipeline'> {
  return {
    length: pictures.length,
    labels: digits,
    pipeline: 'normalised',
    readInputs: (rows, out) => {
      Array.from(rows).forEach((row, i) => {
        out.set(pictures[row], i * 784);
      });
    },
  };
}

const allOf = (length: number): Uint32Array => Uint32Array.from({ length }, (_, i) => i);

describe('planted leaks', () => {
  // There are 2,500 training pictures. Held out are 160 changed copies of them and 320 other
  // pictures.
  const planted = 160;
  const strangers = 320;
  const random = randomFor(1);
  const sources = Uint32Array.from({ length: planted }, () => random.below(2500));
  let leaks: Leak[];
  const isOne = (row: number): boolean => (row < planted ? labels[sources[row]] : labels[2500 + row - planted]) === 1;

  beforeAll(async () => {
    const changed = Array.from(sources, (row) => {
      const raw = variantOf(pictureOf(row), drawnChange(random));
      return pipelines.normalised.run({ width: 28, height: 28, data: raw }) ?? raw;
    });
    const others = Array.from({ length: strangers }, (_, i) => pictureOf(2500 + i));
    const heldOut = Uint8Array.from([
      ...Array.from(sources, (row) => labels[row]),
      ...labels.subarray(2500, 2500 + strangers),
    ]);
    const training = Array.from({ length: 2500 }, (_, row) => pictureOf(row));
    leaks = await findLeaks(
      drawingThreads(1),
      { dataset: memory([...changed, ...others], heldOut), rows: allOf(planted + strangers) },
      { dataset: memory(training, labels.subarray(0, 2500)), rows: allOf(2500) },
    );
  }, 300_000);

  it('are found, each with the picture that it was made from', () => {
    const found = leaks.filter(({ row }) => row < planted && !isOne(row));
    const all = allOf(planted).filter((row) => !isOne(row)).length;
    expect(found.length / all).toBeGreaterThanOrEqual(0.95);
    const right = found.filter(({ row, other }) => sources[row] === other).length;
    expect(right / found.length).toBeGreaterThanOrEqual(0.99);
  });

  it('are not reported where there are none', () => {
    const falseAlarms = leaks.filter(({ row }) => row >= planted && !isOne(row));
    // 0.35 % of 290 is 1; the probability of six or more by chance is below 1 in 500.
    expect(falseAlarms.length).toBeLessThan(6);
  });
});

describe('a drawing in its frame', () => {
  it('is the same however it was moved, stretched or slanted, except for a rotation', () => {
    const change = { rotation: 8, shear: 0.2, scale: 0.9, x: 2, y: -1, stroke: 0 };
    const distances = { variant: 0, stranger: Infinity };
    for (let row = 0; row < 40; row++) {
      if (labels[row] === 1) continue;
      const own = shapeOf(pictureOf(row));
      const variant = shapeOf(variantOf(pictureOf(row), change));
      distances.variant += nearestTurn(own, variant) / 40;
      const others = Array.from({ length: 40 }, (_, other) =>
        other === row ? Infinity : nearestTurn(own, shapeOf(pictureOf(other))),
      );
      distances.stranger = Math.min(distances.stranger, ...others);
    }
    expect(distances.variant).toBeLessThan(0.5 * distances.stranger);
  });

  it('is centred, of unit variance, and null without ink', () => {
    const frame = inkFrame(pictureOf(0));
    const moved = inkFrame(variantOf(pictureOf(0), { ...STILL, x: 2, y: 1 }));
    expect((moved?.x ?? 0) - (frame?.x ?? 0)).toBeCloseTo(2, 1);
    expect((moved?.y ?? 0) - (frame?.y ?? 0)).toBeCloseTo(1, 1);
    expect(moved?.scale).toBeCloseTo(frame?.scale ?? 0, 1);
    const larger = inkFrame(variantOf(pictureOf(0), { ...STILL, scale: 1.1 }));
    expect((larger?.scale ?? 0) / (frame?.scale ?? 1)).toBeCloseTo(1.1, 1);
    expect(inkFrame(new Uint8Array(784))).toBeNull();
    expect(evenWidth(new Uint8Array(784))).toBeNull();
  });

  it('has strokes of the width of a bar, however pale', () => {
    for (const width of [2, 3, 5]) {
      for (const ink of [80, 255]) {
        const bar = new Uint8Array(784);
        for (let y = 2; y < 26; y++) bar.fill(ink, y * 28 + 10, y * 28 + 10 + width);
        const ends = width / (1 + width / 24); // the two ends belong to the outline too
        expect(Math.abs(strokeWidth(bar) - ends)).toBeLessThan(0.3);
        expect(strokeWidth(widen(bar, 0.5)) - strokeWidth(bar)).toBeCloseTo(1, 0);
      }
    }
    expect(strokeWidth(new Uint8Array(784))).toBe(0);
  });
});

describe('registration', () => {
  const registration = createRegistration(21, 2);
  const bump = (x: number, y: number): Float32Array =>
    Float32Array.from({ length: 441 }, (_, i) => {
      const [u, v] = [((i % 21) - 10) / 5 - x, (Math.floor(i / 21) - 10) / 5 - y];
      return Math.exp(-(u * u) / 0.3 - (v * v) / 0.1) + 0.7 * Math.exp(-((u - 0.6) ** 2) / 0.1 - (v + 0.5) ** 2 / 0.2);
    });
  const counts = new Uint8Array(441).fill(1);

  it('finds how one picture lies over another, and leaves nothing unexplained', () => {
    const template = registration.template(bump(0, 0), new Float32Array(441), counts);
    const { map, residual } = registration.align(template, bump(0.25, -0.1), [1, 0, 0, 0, 1, 0], 20);
    expect(residual).toBeLessThan(0.002);
    expect(map[2]).toBeCloseTo(0.25, 1);
    expect(map[5]).toBeCloseTo(-0.1, 1);
    const brighter = bump(0, 0).map((value) => 3 * value);
    expect(registration.align(template, brighter, [1, 0, 0, 0, 1, 0], 5).residual).toBeLessThan(1e-6);
  });

  it('gives a residual of 1 for a picture without ink', () => {
    const template = registration.template(bump(0, 0), new Float32Array(441), counts);
    expect(registration.align(template, new Float32Array(441), [1, 0, 0, 0, 1, 0], 5).residual).toBe(1);
    const blank = registration.template(new Float32Array(441), new Float32Array(441), counts);
    expect(registration.align(blank, bump(0, 0), [1, 0, 0, 0, 1, 0], 5).residual).toBe(1);
  });
});

describe('the search', () => {
  const describe = (rows: number): { index: DrawingIndex; work: number; asked: number } => {
    const index = {
      inputs: inputs.subarray(0, rows * 784),
      shapes: new Int8Array(rows * SHAPE_LENGTH),
      frames: new Float32Array(rows * FRAME_LENGTH),
      coarse: new Uint8Array(rows * COARSE_LENGTH),
    };
    // Generated data: the numbers of each picture with a little noise, as many times as requested.
    const random = randomFor(rows);
    describeRows(index, 0, Math.min(rows, 500));
    for (let row = 500; row < rows; row++) {
      for (let i = 0; i < SHAPE_LENGTH; i++) {
        const own = index.shapes[(row % 500) * SHAPE_LENGTH + i] + Math.round(12 * (random.uniform() - 0.5));
        index.shapes[row * SHAPE_LENGTH + i] = own;
      }
    }
    const tree = buildShapeTree(index.shapes, allOf(rows));
    const search = createSearch(index.shapes, tree, allOf(rows));
    for (let row = 0; row < 20; row++) {
      search.begin(index.shapes.subarray(row * SHAPE_LENGTH, (row + 1) * SHAPE_LENGTH), row);
      search.nearest(5000, 20);
    }
    return { index, work: tree.work, asked: search.work / 20 };
  };

  it('takes N log N to build, and hardly more per picture as N grows', () => {
    const [small, large] = [describe(1500), describe(24_000)];
    const perRow = large.work / 24_000 / (small.work / 1500);
    expect(perRow).toBeLessThan((1.2 * Math.log(24_000)) / Math.log(1500));
    // Out of 24,000 x 5 turns: the budget, and the centres on the way.
    expect(large.asked).toBeLessThan(9000);
  });

  it('holds every row once, also if all rows are equal', () => {
    const alike = new Int8Array(1000 * SHAPE_LENGTH).fill(7);
    const tree = buildShapeTree(alike, allOf(1000));
    expect(Uint32Array.from(tree.order).sort()).toEqual(allOf(1000));
    const search = createSearch(alike, tree, allOf(1000));
    search.begin(alike.subarray(0, SHAPE_LENGTH), 0);
    const near = search.nearest(2000, 999).map(({ row }) => row);
    // All rows except itself.
    expect(near.sort((a, b) => a - b)).toEqual(Array.from({ length: 999 }, (_, i) => i + 1));
    expect(buildShapeTree(new Int8Array(0), new Uint32Array(0)).order).toHaveLength(0);
    const empty = createSearch(alike, buildShapeTree(alike, new Uint32Array(0)), allOf(1000));
    empty.begin(alike.subarray(0, SHAPE_LENGTH), 0);
    expect(empty.nearest(2000, 5)).toEqual([]);
  });
});

describe('chance', () => {
  it('falls with a better match, grows with more strangers, and never exceeds 1', () => {
    for (let digit = 0; digit < 10; digit++) {
      expect(chanceOf(0.002, digit, 5000)).toBeLessThan(chanceOf(0.003, digit, 5000));
      expect(chanceOf(0.002, digit, 5000)).toBeLessThan(chanceOf(0.002, digit, 10_000));
      expect(chanceOf(0.9, digit, 5000)).toBe(1);
      expect(chanceOf(0, digit, 5000)).toBe(0);
    }
    // Bars resemble each other, so a match of the digit 1 must be far better.
    expect(chanceOf(0.004, 1, 5000)).toBeGreaterThan(CHANCE_LIMIT);
    expect(chanceOf(0.004, 2, 5000)).toBeLessThan(CHANCE_LIMIT);
  });
});

describe('groups of matches', () => {
  it('join variants, and are not chained by a few false matches', () => {
    // Two drawings of 30 variants, each matched with the next two, with one false match between
    // them, and a single picture.
    const matches = [0, 30].flatMap((from) =>
      Array.from({ length: 60 }, (_, i) => ({
        row: from + (i >> 1),
        other: from + (((i >> 1) + 1 + (i & 1)) % 30),
        chance: 1e-6,
      })),
    );
    const drawings = clusterDrawings(61, tableOf([...matches, { row: 3, other: 40, chance: 1e-3 }]));
    expect(new Set(drawings.subarray(0, 30)).size).toBe(1);
    expect(new Set(drawings.subarray(30, 60)).size).toBe(1);
    expect([drawings[0], drawings[30], drawings[60]]).toEqual([0, 1, 2]);
  });

  it('are joined again if parts of one drawing match each other, and only then', () => {
    // Parts of 30, 4 and 2 rows, and a single row.
    const drawings = Uint32Array.from({ length: 37 }, (_, row) => (row < 30 ? 0 : row < 34 ? 1 : row < 36 ? 2 : 3));
    const asked = sampleDrawings(drawings, allOf(37));
    expect([...asked].filter((row) => row >= 30)).toEqual([30, 31, 32, 33, 34, 35]);
    expect(asked.filter((row) => row < 30)).toHaveLength(24);
    const vote = (row: number, other: number): { row: number; other: number; chance: number } => ({
      row,
      other,
      chance: 1e-3,
    });
    // Two of the four rows of the second part match the first. Of the third part only one row
    // matches, which may be chance.
    const joined = joinDrawings(drawings, asked, tableOf([vote(30, 3), vote(32, 8), vote(34, 1), vote(34, 2)]));
    expect([...joined.drawings.subarray(30)]).toEqual([0, 0, 0, 0, 2, 2, 3]);
    expect([...joined.joined]).toEqual([0]);
    expect(sampleDrawings(joined.drawings, allOf(37), joined.joined)).toHaveLength(24);
    expect(joinDrawings(drawings, asked, tableOf([vote(34, 1)])).joined.size).toBe(0);
  });

  it('take in a row that is alone by its surest match', () => {
    const drawings = Uint32Array.of(0, 0, 1, 1, 2, 3, 4, 5);
    const matches = tableOf([
      { row: 6, other: 7, chance: 0.01 },
      { row: 7, other: 6, chance: 0.01 },
      { row: 4, other: 0, chance: 0.05 },
      { row: 4, other: 2, chance: 0.02 },
      { row: 1, other: 3, chance: 0.01 }, // not alone
    ]);
    expect([...joinStrays(drawings, matches)]).toEqual([0, 0, 1, 1, 1, 3, 4, 4]);
  });

  it('join a pair', () => {
    expect([...clusterDrawings(4, tableOf([{ row: 1, other: 3, chance: 1e-4 }]))]).toEqual([0, 1, 2, 1]);
  });
});

it('exact copies are found', () => {
  const pictures = new Uint8Array(5 * 784);
  pictures.set(pictureOf(0), 0);
  pictures.set(pictureOf(1), 784);
  pictures.set(pictureOf(0), 3 * 784);
  pictures[4 * 784 + 9] = 1;
  expect([...exactCopies(pictures)]).toEqual([0, 1, 2, 0, 4]);
});

it('comparing requires pictures from the normalised pipeline', async () => {
  const classic = { ...memory([pictureOf(0)], labels), pipeline: 'classic' as const };
  await expect(compareDrawings(drawingThreads(1), [classic])).rejects.toThrow(
    "pipeline must be 'normalised'. Received 'classic'",
  );
  const stopped = { signal: AbortSignal.abort(new Error('stopped.')) };
  await expect(
    compareDrawings(drawingThreads(1), [memory([pictureOf(0)], labels.subarray(0, 1))], stopped),
  ).rejects.toThrow('stopped.');
});

function shapeOf(picture: Uint8Array): Float32Array {
  const shape = new Float32Array(SHAPE_LENGTH);
  const even = evenWidth(picture);
  if (even !== null) describeShape(even, shape);
  return shape;
}

function nearestTurn(a: Float32Array, b: Float32Array): number {
  const turned = new Float32Array(SHAPE_LENGTH);
  let least = Infinity;
  for (let turn = -0.5; turn <= 0.5; turn += 0.05) {
    turnShape(b, turn, turned);
    const distance = Math.sqrt(a.reduce((sum, value, i) => sum + (value - turned[i]) ** 2, 0));
    least = Math.min(least, distance);
  }
  return least;
}
