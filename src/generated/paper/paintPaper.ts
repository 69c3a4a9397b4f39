import { exponential, logarithm } from '../../kernels/exponential.js';
import { cosine } from './angles.js';
import type { RgbaImage } from '../../image/pixels.js';
import { resize } from '../../ink/resize.js';
import { createRandom } from '../../random.js';
import { rule, type Colour, type Ruling } from './rule.js';
import { coverOf, grainOf, type Surface } from './surface.js';

/**
 * A sheet, what is printed and written on it, and how it is photographed. Lengths are in pixels,
 * angles in radians.
 */
export interface Paper {
  readonly width: number;
  readonly height: number;
  /** The left and top edge of the digit's ink, and its height. */
  readonly left: number;
  readonly top: number;
  readonly size: number;
  /** Width of the digit. @default the width that keeps its proportions */
  readonly wide?: number;
  readonly paper: Colour;
  readonly ink: Colour;
  /**
   * Share of the ink that is missing at random because of the grain of the paper, as with pencil
   * and chalk. @default 0
   */
  readonly grain?: number;
  /** The lines printed under the digit. */
  readonly ruling?: Ruling;
  /** What lies beside the sheet, over its edges. */
  readonly surfaces?: readonly Surface[];
  /** Light at (u, v), both 0..1, to the right and down; 1 is full light. */
  readonly light?: (u: number, v: number) => number;
  /** Standard deviation of a blur. @default 0 */
  readonly blur?: number;
  /** Standard deviation of the camera's noise, 0..255. @default 0 */
  readonly noise?: number;
  /**
   * Number of strokes of neighbours that reach into the picture from the left or the right.
   * @default 0
   */
  readonly neighbours?: number;
  /** What else is written there, by the same pen: other signs, dots, strikes. */
  readonly marks?: readonly Mark[];
  /** Share of the pixels that are black or white at random, as on a bad fax. @default 0 */
  readonly impulses?: number;
  /** Number of specks of dust, each 1 to 3 pixels wide. @default 0 */
  readonly specks?: number;
  readonly seed?: number;
  /** Only pure ink and pure paper, with no levels between them. @default false */
  readonly binary?: boolean;
  /** The drawing is in alpha, on a transparent background. @default false */
  readonly transparent?: boolean;
}

/** Ink beside the digit or over it, in pixels; what lies outside the picture is cut off. */
export interface Mark {
  readonly stamp: Stamp;
  readonly left: number;
  readonly top: number;
  readonly wide: number;
  readonly high: number;
}

/**
 * Paints a picture of a sheet with a digit, given as ink cut to its box, 0 = paper, 255 = ink; null
 * for an empty sheet.
 */
export function paintPaper(digit: Stamp | null, paper: Paper): RgbaImage {
  const {
    width,
    height,
    grain = 0,
    light = () => 1,
    blur = 0,
    noise = 0,
    neighbours = 0,
    specks = 0,
    seed = 1,
  } = paper;
  const random = createRandom(seed);
  const planes = paper.paper.map((value) => new Float32Array(width * height).fill(value));
  if (paper.ruling !== undefined) {
    const { colour } = paper.ruling;
    mix(planes, width, { left: 0, top: 0, width, height, share: rule(paper.ruling, width, height) }, colour);
  }
  const write = ({ stamp, left, top, wide, high }: Mark): void => {
    const share = Float32Array.from(resize(stamp, wide, high).data, (value) =>
      paper.binary === true ? (value >= 96 ? 1 : 0) : value / 255,
    );
    if (grain > 0) for (let i = 0; i < share.length; i++) share[i] *= 1 - grain * random.uniform();
    mix(planes, width, { left, top, width: wide, height: high, share }, paper.ink);
  };
  if (digit !== null) {
    const wide = paper.wide ?? Math.max(1, Math.round((digit.width * paper.size) / digit.height));
    write({ stamp: digit, left: paper.left, top: paper.top, wide, high: paper.size });
  }
  for (const mark of paper.marks ?? []) write(mark);
  for (const surface of paper.surfaces ?? []) cover(planes, width, surface);
  for (let n = 0; n < neighbours; n++) {
    const [wide, high] = [
      Math.max(2, Math.round(width * 0.08 * random.uniform())),
      Math.round(height * (0.1 + 0.4 * random.uniform())),
    ];
    const left = random.below(2) === 0 ? 0 : width - wide;
    const free = paper.left > wide + 1 && left === 0 ? true : left > 0 && paper.left + paper.size < left - 1;
    const share = new Float32Array(wide * high).fill(1);
    if (free)
      mix(planes, width, { left, top: random.below(height - high), width: wide, height: high, share }, paper.ink);
  }
  for (let n = 0; n < specks; n++) {
    const side = 1 + random.below(3);
    const share = new Float32Array(side * side).fill(1);
    mix(
      planes,
      width,
      { left: random.below(width), top: random.below(height), width: side, height: side, share },
      paper.ink,
    );
  }
  const data = new Uint8Array(4 * width * height).fill(255);
  planes.forEach((plane, channel) => {
    for (let y = 0, i = 0; y < height; y++) {
      for (let x = 0; x < width; x++, i++) plane[i] *= light((x + 0.5) / width, (y + 0.5) / height);
    }
    const soft = blur > 0 ? blurred(plane, width, height, blur) : plane;
    for (let i = 0; i < plane.length; i++) {
      // Box & Muller 1958
      const stray =
        noise === 0
          ? 0
          : noise * Math.sqrt(-2 * logarithm(1 - random.uniform())) * cosine(2 * Math.PI * random.uniform());
      data[4 * i + channel] = Math.min(255, Math.max(0, Math.round(soft[i] + stray)));
    }
  });
  const { impulses = 0 } = paper;
  for (let p = 0; impulses > 0 && p < data.length; p += 4) {
    if (random.uniform() < impulses) data.fill(255 * random.below(2), p, p + 3);
  }
  if (paper.transparent === true) moveToAlpha(data, paper.ink);
  return { width, height, data };
}

/** Lays a surface over the planes of colour. */
function cover(planes: readonly Float32Array[], width: number, surface: Surface): void {
  planes.forEach((plane, channel) => {
    for (let i = 0; i < plane.length; i++) {
      const [x, y] = [i % width, Math.floor(i / width)];
      const share = coverOf(surface, x, y);
      if (share > 0) plane[i] += share * (surface.colour[channel] + grainOf(surface, x, y) - plane[i]);
    }
  });
}

/** Turns a drawing of black on white into alpha with the colour of the ink. */
function moveToAlpha(data: Uint8Array, ink: Colour): void {
  for (let p = 0; p < data.length; p += 4) {
    const alpha = Math.round((255 * (255 - data[p])) / Math.max(1, 255 - ink[0]));
    data.set(alpha === 0 ? [0, 0, 0] : ink, p);
    data[p + 3] = Math.min(255, alpha);
  }
}

/** A digit's ink, cut to its box. */
export interface Stamp {
  readonly width: number;
  readonly height: number;
  readonly data: Uint8Array;
}

/**
 * Mixes `colour` into the planes; `share` says how much of it at each place. Anything outside the
 * sheet is dropped.
 */
function mix(
  planes: readonly Float32Array[],
  stride: number,
  {
    left,
    top,
    width,
    height,
    share,
  }: { left: number; top: number; width: number; height: number; share: Float32Array },
  colour: Colour,
): void {
  planes.forEach((plane, channel) => {
    for (let y = 0; y < height; y++) {
      for (let x = 0; x < width; x++) {
        const at = (top + y) * stride + left + x;
        if (left + x < 0 || left + x >= stride || at < 0 || at >= plane.length) continue;
        plane[at] += (colour[channel] - plane[at]) * share[y * width + x];
      }
    }
  });
}

/** The plane convolved with a Gaussian; edge pixels are repeated beyond the edge. */
function blurred(plane: Float32Array, width: number, height: number, deviation: number): Float32Array {
  const radius = Math.ceil(3 * deviation);
  const taps = Array.from({ length: 2 * radius + 1 }, (_, k) =>
    exponential(-((k - radius) ** 2) / (2 * deviation ** 2)),
  );
  const sum = taps.reduce((a, b) => a + b, 0);
  const along = (from: Float32Array, step: number, length: number, at: (i: number) => number) =>
    from.map((_, i) => {
      const place = at(i);
      let value = 0;
      for (let k = -radius; k <= radius; k++) {
        value += taps[k + radius] * from[i + (Math.min(length - 1, Math.max(0, place + k)) - place) * step];
      }
      return value / sum;
    });
  const rows = along(plane, 1, width, (i) => i % width);
  return along(rows, width, height, (i) => Math.floor(i / width));
}
