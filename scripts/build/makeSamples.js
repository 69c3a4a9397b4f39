// node scripts/build/makeSamples.js, after npm run build: draws the pictures in samples/. It is
// seeded and writes the same bytes each time. The strokes of the digits are listed here; they are
// not from any data set.

import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { deflateSync } from 'node:zlib';
import { readOptions } from '../options.js';
import { encodePng } from '../../dist/image/encodePng.js';
import { createRandom } from '../../dist/random.js';

/**
 * @typedef {'zero' | 'one' | 'two' | 'three' | 'four' | 'five' | 'six' | 'seven' | 'crossed' | 'eight' | 'nine'} Digit
 * @typedef {readonly [red: number, green: number, blue: number]} Colour
 * @typedef {readonly [left: number, top: number, width: number, height: number]} Box in pixels, before slant and
 *   jitter
 * @typedef {[x: number, y: number]} Point in pixels
 * @typedef {[x: number, y: number, radius: number]} Dot in pixels
 *
 * @typedef {object} Sample
 * @property {string} file
 * @property {Digit | null} [digit] null: an empty sheet
 * @property {readonly [width: number, height: number]} size of the picture in pixels
 * @property {Box} [box] of the digit
 * @property {readonly { digit: Digit, box: Box }[]} [digits] several side by side
 * @property {number} pen width in pixels
 * @property {Colour} [ink]
 * @property {Colour | null} [paper] null: the background is transparent, and the ink is in the alpha channel
 * @property {number} [grain] 0..1: how unevenly the pen covers the paper
 * @property {number} [shadow] 0..1
 * @property {number} [noise] grey levels
 * @property {number} seed
 */

/**
 * Strokes of each digit: points x,y that a smooth line goes through, from 0 to 1, left to right and
 * top to bottom.
 *
 * @type {Readonly<Record<Digit, readonly string[]>>}
 */
const STROKES = {
  zero: ['.58,.03 .3,.1 .1,.42 .14,.8 .42,1 .74,.86 .88,.48 .74,.12 .5,.02 .4,.07'],
  one: ['.22,.26 .4,.14 .56,0', '.56,0 .54,.35 .52,.7 .47,1'],
  two: ['.12,.24 .26,.06 .52,0 .77,.11 .78,.33 .58,.6 .3,.84 .08,.97', '.08,.97 .3,.93 .6,.97 .95,.94'],
  three: ['.15,.1 .45,0 .74,.1 .7,.32 .4,.46', '.4,.46 .74,.54 .85,.77 .58,.99 .12,.92'],
  four: ['.56,0 .36,.34 .06,.64', '.06,.64 .5,.62 .96,.59', '.7,.36 .68,.7 .62,1'],
  five: ['.24,.06 .21,.25 .16,.45', '.16,.45 .46,.36 .78,.5 .82,.76 .55,.98 .1,.93', '.22,.06 .5,.05 .86,.01'],
  six: ['.7,.01 .4,.18 .15,.52 .16,.85 .46,1 .77,.87 .76,.63 .48,.52 .19,.68'],
  seven: ['.06,.07 .45,.06 .88,.03', '.88,.03 .66,.4 .46,.74 .36,1'],
  crossed: ['.06,.07 .45,.06 .88,.03', '.88,.03 .66,.4 .46,.74 .36,1', '.3,.5 .55,.48 .82,.45'],
  eight: ['.76,.14 .5,0 .22,.14 .34,.39 .66,.6 .76,.84 .48,1 .2,.85 .33,.6 .64,.39 .77,.15'],
  nine: ['.8,.2 .52,.02 .2,.17 .24,.44 .54,.5 .78,.27', '.83,.1 .8,.5 .66,1'],
};

/** @type {Colour} */
const WHITE = [255, 255, 255];
/** @type {Colour} */
const CREAM = [246, 240, 222];
/** @type {Colour} */
const BOARD = [38, 56, 48];
/** @type {Colour} */
const CHALK = [226, 228, 220];
/** @type {Colour} */
const PENCIL = [92, 92, 96];

/** @type {readonly Sample[]} */
const SAMPLES = [
  { file: 'zero-marker.png', digit: 'zero', size: [160, 200], box: [42, 36, 78, 124], pen: 13, seed: 1 },
  {
    file: 'one-chalk.png',
    digit: 'one',
    size: [160, 160],
    box: [50, 30, 50, 98],
    pen: 6,
    ink: CHALK,
    paper: BOARD,
    grain: 0.35,
    seed: 2,
  },
  { file: 'two-alpha.png', digit: 'two', size: [140, 140], box: [36, 24, 66, 90], pen: 8, paper: null, seed: 3 },
  { file: 'three-small.png', digit: 'three', size: [30, 30], box: [10, 7, 10, 16], pen: 2, seed: 4 },
  { file: 'four-corner.png', digit: 'four', size: [240, 180], box: [168, 104, 46, 62], pen: 5, seed: 5 },
  {
    file: 'five-pencil.png',
    digit: 'five',
    size: [150, 190],
    box: [38, 40, 68, 104],
    pen: 4.5,
    ink: PENCIL,
    paper: CREAM,
    grain: 0.3,
    seed: 6,
  },
  {
    file: 'six-blue.png',
    digit: 'six',
    size: [150, 180],
    box: [44, 30, 66, 112],
    pen: 7,
    ink: [34, 62, 158],
    paper: CREAM,
    seed: 7,
  },
  {
    file: 'seven-pencil.png',
    digit: 'crossed',
    size: [160, 180],
    box: [40, 38, 74, 104],
    pen: 5,
    ink: PENCIL,
    grain: 0.3,
    seed: 8,
  },
  { file: 'eight-big.png', digit: 'eight', size: [200, 280], box: [24, 16, 150, 246], pen: 21, seed: 9 },
  {
    file: 'nine-night.png',
    digit: 'nine',
    size: [160, 160],
    box: [52, 22, 62, 110],
    pen: 9,
    ink: WHITE,
    paper: [0, 0, 0],
    seed: 10,
  },
  {
    file: 'three-red-alpha.png',
    digit: 'three',
    size: [120, 150],
    box: [30, 26, 58, 96],
    pen: 8,
    ink: [196, 30, 40],
    paper: null,
    seed: 11,
  },
  { file: 'blank.png', digit: null, size: [160, 160], box: [0, 0, 0, 0], pen: 0, paper: CREAM, seed: 12 },
  {
    file: 'two-photo.jpg',
    digit: 'two',
    size: [320, 240],
    box: [112, 58, 86, 118],
    pen: 8,
    ink: [48, 46, 60],
    paper: [222, 216, 202],
    shadow: 0.45,
    noise: 4,
    seed: 13,
  },
  {
    file: 'seven-photo.jpg',
    digit: 'seven',
    size: [240, 320],
    box: [120, 96, 72, 108],
    pen: 7,
    ink: [40, 52, 92],
    paper: [214, 212, 208],
    shadow: 0.35,
    noise: 5,
    seed: 14,
  },
  {
    file: 'number-724.png',
    digits: [
      { digit: 'seven', box: [34, 40, 62, 104] },
      { digit: 'two', box: [122, 44, 64, 100] },
      { digit: 'four', box: [214, 38, 68, 106] },
    ],
    size: [320, 190],
    pen: 7,
    ink: [30, 44, 110],
    paper: CREAM,
    seed: 15,
  },
];

readOptions(import.meta.url, {});
const folder = join(import.meta.dirname, '../../samples');
await mkdir(folder, { recursive: true });
for (const sample of SAMPLES) {
  const picture = paint(sample);
  const bytes = sample.file.endsWith('.jpg')
    ? await encodeJpeg(picture)
    : encodePng(picture, (raw) => deflateSync(raw, { level: 9 }));
  await writeFile(join(folder, sample.file), bytes);
  console.log(`${sample.file} ${bytes.length} bytes`);
}

/**
 * RGBA pixels of a sample.
 *
 * @param {Sample} sample
 */
function paint({
  digit = null,
  size: [width, height],
  box,
  digits = digit === null || box === undefined ? [] : [{ digit, box }],
  pen,
  ink = [24, 24, 28],
  paper = WHITE,
  grain = 0,
  shadow = 0,
  noise = 0,
  seed,
}) {
  const random = createRandom(seed);
  const dots = digits.flatMap((one) => penTrack(STROKES[one.digit], one.box, pen, random));
  const coverage = cover(dots, width, height);
  const data = new Uint8Array(width * height * 4);
  for (let i = 0; i < width * height; i++) {
    // Pencil and chalk cover the grain of the paper unevenly.
    const amount = coverage[i] * (1 - grain * random.uniform());
    if (paper === null) {
      data.set([...ink, Math.round(255 * amount)], 4 * i);
      continue;
    }
    const across = (i % width) / width;
    const down = Math.floor(i / width) / height;
    const light = 1 - shadow * (0.6 * across + 0.4 * down) ** 1.5;
    const stray = noise * (random.uniform() + random.uniform() - 1);
    const mixed = paper.map((value, channel) => Math.round((value + (ink[channel] - value) * amount) * light + stray));
    data.set([...mixed.map((value) => Math.min(255, Math.max(0, value))), 255], 4 * i);
  }
  return { width, height, data };
}

/**
 * Dots where the pen touches the paper, about every half pixel, with a hand's slant, unevenness and
 * pressure.
 *
 * @param {readonly string[]} strokes
 * @param {Box} box
 * @param {number} pen
 * @param {import('../../dist/random.js').Random} random
 * @returns {Dot[]}
 */
function penTrack(strokes, [left, top, width, height], pen, random) {
  /** @param {number} amount */
  const stray = (amount) => (random.uniform() * 2 - 1) * amount;
  const slant = -0.08 + stray(0.1);
  const tilt = stray(0.06);
  const [slow, fast] = [stray(3), stray(3)];
  return strokes.flatMap((stroke) => {
    const points = stroke.split(' ').map((point) => {
      const [x, y] = point.split(',').map(Number);
      const [u, v] = [x + stray(0.025), y + stray(0.02)];
      return /** @type {Point} */ ([
        left + width * u - slant * height * (0.5 - v),
        top + height * v + tilt * width * (u - 0.5),
      ]);
    });
    const track = smoothLine(points);
    return track.map(([x, y], i) => {
      const along = i / track.length;
      const pressure = 0.92 + 0.1 * Math.sin(6 * along + slow) + 0.05 * Math.sin(17 * along + fast);
      const lift = Math.min(1, 0.72 + along * 4, 0.5 + (1 - along) * 5); // strokes begin and end thinner
      return /** @type {Dot} */ ([x, y, (pen / 2) * pressure * lift]);
    });
  });
}

/**
 * A Catmull-Rom spline through the points, in steps of about half a pixel.
 *
 * @param {readonly Point[]} points
 */
function smoothLine(points) {
  /** @type {Point[]} */
  const track = [];
  for (let i = 0; i + 1 < points.length; i++) {
    const [a, b, c, d] = [points[i - 1] ?? points[i], points[i], points[i + 1], points[i + 2] ?? points[i + 1]];
    const steps = Math.ceil(2 * Math.hypot(c[0] - b[0], c[1] - b[1]));
    for (let step = 0; step < steps; step++) {
      const t = step / steps;
      track.push([spline(a[0], b[0], c[0], d[0], t), spline(a[1], b[1], c[1], d[1], t)]);
    }
  }
  return track;
}

/** @type {(a: number, b: number, c: number, d: number, t: number) => number} */
function spline(a, b, c, d, t) {
  return b + 0.5 * t * (c - a + t * (2 * a - 5 * b + 4 * c - d + t * (3 * (b - c) + d - a)));
}

/**
 * [height * width], 0..1: how much of each pixel the pen covered.
 *
 * @param {readonly Dot[]} dots
 * @param {number} width
 * @param {number} height
 */
function cover(dots, width, height) {
  const coverage = new Float64Array(width * height);
  for (const [x, y, radius] of dots) {
    for (let row = Math.max(0, Math.floor(y - radius - 1)); row <= Math.min(height - 1, y + radius + 1); row++) {
      for (
        let column = Math.max(0, Math.floor(x - radius - 1));
        column <= Math.min(width - 1, x + radius + 1);
        column++
      ) {
        const inside = radius + 0.5 - Math.hypot(column + 0.5 - x, row + 0.5 - y);
        const at = row * width + column;
        coverage[at] = Math.max(coverage[at], Math.min(1, inside));
      }
    }
  }
  return coverage;
}

/** @param {{ width: number, height: number, data: Uint8Array }} picture RGBA */
async function encodeJpeg(picture) {
  const require = createRequire(import.meta.url);
  const { default: encode, init } = await import(require.resolve('@jsquash/jpeg/encode.js'));
  await init(
    new globalThis.WebAssembly.Module(await readFile(require.resolve('@jsquash/jpeg/codec/enc/mozjpeg_enc.wasm'))),
  );
  return new Uint8Array(await encode(picture, { quality: 72 }));
}
