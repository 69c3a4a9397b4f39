import { execFileSync, spawnSync } from 'node:child_process';
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { deflateSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { encodePng } from '../../src/image/encodePng.js';
import type { GrayImage, RgbaImage } from '../../src/image/pixels.js';
import { decodePngSync } from '../../src/node/pictures/decodePngSync.js';
import { temporaryFolder } from '../support/datasetFixtures.js';
import { mnistTraining } from '../support/mnistPictures.js';

const SCRIPT = 'scripts/models/unseen.js';
const BOXES = 9;
const [BOX_WIDTH, BOX_HEIGHT] = [40, 50];

const folder = temporaryFolder();

function unseen(...args: string[]): string {
  return execFileSync(process.execPath, [SCRIPT, ...args]).toString();
}

/** Writes `exam-ids` with these pages, and returns the folder of all data. */
function examData(name: string, pages: Record<string, GrayImage>, ids: readonly string[]): string {
  const data = join(folder, name);
  mkdirSync(join(data, 'exam-ids'), { recursive: true });
  for (const [page, image] of Object.entries(pages)) {
    writeFileSync(join(data, 'exam-ids', `${page}.png`), encodePng(image, deflateSync));
  }
  writeFileSync(join(data, 'exam-ids', 'ids.txt'), `${ids.join('\n')}\n`);
  return data;
}

/**
 * A page with lines like text and a tilted strip of nine boxes, black on white. `isInk` says what
 * is written in a box, at 0..1 across and down.
 */
function drawPage(degrees: number, isInk: (box: number, x: number, y: number) => boolean): GrayImage {
  const [width, height, left, top] = [850, 700, 240, 380];
  const [cos, sin] = [Math.cos((degrees * Math.PI) / 180), Math.sin((degrees * Math.PI) / 180)];
  const data = new Uint8Array(width * height).fill(255);
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      const along = ((x - left) * cos + (y - top) * sin) / BOX_WIDTH;
      const down = (-(x - left) * sin + (y - top) * cos) / BOX_HEIGHT;
      const nearX = Math.abs(along - Math.round(along)) * BOX_WIDTH <= 1;
      const nearY = Math.abs(down - Math.round(down)) * BOX_HEIGHT <= 1;
      const isWithin = along > -0.02 && along < BOXES + 0.02 && down > -0.02 && down < 1.02;
      const box = Math.floor(along);
      const written = isWithin && box >= 0 && box < BOXES && isInk(box, along - box, down);
      const isText = y < 200 && y % 20 < 8 && x > 100 && x < 700 && x % 9 < 6;
      if (isText || written || (isWithin && (nearX || nearY))) data[y * width + x] = 0;
    }
  }
  return { width, height, data };
}

/** Draws digits of MNIST, the first of each digit in the training set, over most of each box. */
function digitInk(id: string): (box: number, x: number, y: number) => boolean {
  const { inputs, labels } = mnistTraining(200);
  return (box, x, y) => {
    const first = 784 * labels.indexOf(Number(id[box]));
    const [column, row] = [Math.floor(28 * x), Math.floor(28 * y)];
    return row >= 0 && row < 28 && inputs[first + 28 * row + column] > 110;
  };
}

/** The green of a pixel at 0..1 across and down. */
function greenAt({ width, height, data }: RgbaImage, x: number, y: number): number {
  return data[4 * (Math.floor(y * height) * width + Math.floor(x * width)) + 1];
}

function middleOfInk(image: RgbaImage): { x: number; y: number } {
  let [n, sumX, sumY] = [0, 0, 0];
  for (let y = 0.15; y < 0.85; y += 0.01) {
    for (let x = 0.15; x < 0.85; x += 0.01) {
      if (greenAt(image, x, y) > 127) continue;
      n++;
      sumX += x;
      sumY += y;
    }
  }
  return { x: sumX / n, y: sumY / n };
}

function readCell(...path: string[]): RgbaImage {
  return decodePngSync(readFileSync(join(...path)));
}

describe('unseen: boxes of exam pages', () => {
  // The spot in each box is elsewhere: further right and down from box to box.
  const spot = (box: number) => ({ x: 0.35 + 0.03 * box, y: 0.65 - 0.04 * box });
  const isSpot = (box: number, x: number, y: number) => Math.hypot(x - spot(box).x, y - spot(box).y) < 0.12;

  it.each([0, 3, -6])('are cut out of a strip that is tilted by %d degrees', (degrees) => {
    const data = examData(`tilted${degrees}`, { a: drawPage(degrees, isSpot) }, ['123456789']);
    const cells = join(folder, `cells${degrees}`);
    unseen('--only', 'exam-ids', '--margin=-0.1,0.1', '--data', data, '--cells', cells);
    for (const margin of [-0.1, 0.1]) {
      const size = 1 + 2 * margin;
      for (let box = 0; box < BOXES; box++) {
        const image = readCell(cells, `exam-ids margin ${margin}`, `a-box-${box + 1}.png`);
        expect(Math.abs(image.width - size * BOX_WIDTH)).toBeLessThan(2);
        expect(Math.abs(image.height - size * BOX_HEIGHT)).toBeLessThan(2);
        const { x, y } = middleOfInk(image);
        expect(Math.abs(size * x - margin - spot(box).x)).toBeLessThan(0.04);
        expect(Math.abs(size * y - margin - spot(box).y)).toBeLessThan(0.04);
      }
    }
  });

  it('get the ids that are likeliest together, although two pages are likest to the same one', () => {
    // Page a has one digit that differs from 123456787, and two that differ from 323456781; page b
    // has exactly the former.
    const pages = {
      a: drawPage(0, digitInk('723456787')),
      b: drawPage(2, digitInk('123456787')),
      c: drawPage(-2, digitInk('964051328')),
    };
    const data = examData('assigned', pages, ['964051328', '123456787', '323456781']);
    const { sets } = JSON.parse(unseen('--only', 'exam-ids', '--margin', '0', '--data', data, '--json')) as {
      sets: { ids: string[]; n: number; failures: { place: string; label: string }[] }[];
    };
    expect(sets[0].ids).toEqual(['323456781', '123456787', '964051328']);
    expect(sets[0].n).toBe(27);
    expect(sets[0].failures.map(({ place, label }) => `${place} is ${label}`)).toEqual(
      expect.arrayContaining(['a box 1 is 3', 'a box 9 is 1']),
    );
  });

  it('are asked for by the name of the page if it has no strip', () => {
    const { width, height, data: pixels } = drawPage(0, () => false);
    const blank = { width, height, data: pixels.map((value, i) => (i > width * 300 ? 255 : value)) };
    const data = examData('blank', { a: blank }, ['123456789']);
    const { status, stderr } = spawnSync(process.execPath, [SCRIPT, '--only', 'exam-ids', '--data', data]);
    expect(status).toBe(1);
    expect(stderr.toString()).toContain('a.png must have a strip of 9 boxes; none was found');
  });
});

describe('unseen: cells of photos', () => {
  // Where a pixel of the photo lies in the grid, 0..9 both ways, in perspective; and the inverse
  // for the corners.
  const [width, height] = [540, 600];
  const toGrid = (x: number, y: number) => {
    const w = 1 + 0.0003 * x - 0.0002 * y;
    return [(0.024 * (x - 60) + 0.001 * (y - 50)) / w, (0.0215 * (y - 50) - 0.0012 * (x - 60)) / w] as const;
  };
  const cornerOf = (u: number, v: number): [number, number] => {
    let [x, y] = [270, 300];
    for (let round = 0; round < 200; round++) {
      const [atU, atV] = toGrid(x, y);
      x += 30 * (u - atU);
      y += 30 * (v - atV);
    }
    return [x / width, y / height];
  };

  // Each cell's colour says which it is (blue), and each pixel's where in the cell it is.
  const photo = new Uint8Array(4 * width * height).fill(255);
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      const [u, v] = toGrid(x + 0.5, y + 0.5);
      const cell = 9 * Math.floor(v) + Math.floor(u);
      photo.set([255 * (u - Math.floor(u)), 255 * (v - Math.floor(v)), 3 * cell], 4 * (y * width + x));
    }
  }
  const data = join(folder, 'photos');
  mkdirSync(join(data, 'sudoku', 'photos'), { recursive: true });
  writeFileSync(join(data, 'sudoku', 'photos', 'one.png'), encodePng({ width, height, data: photo }, deflateSync));
  const corners = [cornerOf(0, 0), cornerOf(9, 0), cornerOf(9, 9), cornerOf(0, 9)].flat();
  const names = ['topleft', 'topright', 'bottomright', 'bottomleft'].flatMap((name) => [`x_${name}`, `y_${name}`]);
  writeFileSync(join(data, 'sudoku', 'corners.csv'), `photo,puzzle,${names.join()}\none.png,p,${corners.join()}\n`);
  const places = [
    [1, 1],
    [1, 9],
    [4, 7],
    [9, 2],
    [9, 9],
  ];
  const rows = places.map(([row, column], i) => `p,${row},${column},${i},${i < 3 ? 'hand' : 'print'}`);
  const others = ['p,5,5,blank,', 'p,5,6,candidates,', 'other,2,2,3,hand'];
  writeFileSync(join(data, 'sudoku', 'cells.csv'), ['puzzle,row,column,content,by', ...rows, ...others, ''].join('\n'));

  it('are cut upright by the corners of the grid, each corner moved a little', () => {
    const cells = join(folder, 'cut');
    expect(unseen('--only', 'sudoku', '--data', data, '--cells', cells)).toContain('sudoku: 5 cells in ');
    const middles = places.map(([row, column], i) => {
      const by = i < 3 ? 'hand' : 'print';
      const image = readCell(cells, 'sudoku', `one-row-${row}-column-${column}-is-${i}-${by}.png`);
      const at = (x: number, y: number) =>
        image.data.subarray(4 * (Math.floor(y * image.height) * image.width + Math.floor(x * image.width)));
      expect(at(0.5, 0.5)[2]).toBe(3 * (9 * (row - 1) + column - 1));
      for (const [x, y] of [
        [0.5, 0.5],
        [0.25, 0.75],
        [0.75, 0.25],
      ]) {
        // Moved by up to 0.1 of a cell, and rounded to a pixel of about 50.
        expect(Math.abs(at(x, y)[0] / 255 - x)).toBeLessThan(0.13);
        expect(Math.abs(at(x, y)[1] / 255 - y)).toBeLessThan(0.13);
      }
      return at(0.5, 0.5)[0] / 255;
    });
    expect(Math.max(...middles) - Math.min(...middles)).toBeGreaterThan(0.02);
    const again = join(folder, 'again');
    unseen('--only', 'sudoku', '--data', data, '--cells', again);
    for (const name of readdirSync(join(cells, 'sudoku'))) {
      expect(readFileSync(join(again, 'sudoku', name)).equals(readFileSync(join(cells, 'sudoku', name)))).toBe(true);
    }
  });

  it('counts written and printed digits apart', () => {
    const { sets } = JSON.parse(unseen('--only', 'sudoku', '--data', data, '--json')) as {
      sets: { n: number; print: { n: number }; targets: { targetError: number }[] }[];
    };
    expect(sets[0]).toMatchObject({ n: 3, print: { n: 2 } });
    expect(sets[0].targets.map(({ targetError }) => targetError)).toEqual([0.001, 0.01]);
  });
});

describe('unseen without its data', () => {
  it('says so, and is no failure', () => {
    const nowhere = join(folder, 'nowhere');
    expect(unseen('--data', nowhere)).toBe(`skipped: ${join(nowhere, 'exam-ids')} is missing\n`);
  });
});
