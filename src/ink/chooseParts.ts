import type { GrayImage } from '../image/pixels.js';
import type { Box } from './crop.js';
import type { LinesErased } from './eraseLines.js';
import { findParts, type Part } from './findParts.js';
import type { CleanInk } from './removePaper.js';

/**
 * A part of the drawing has at least this share of the largest part's ink. The bar of a 5 has more,
 * dust has less.
 */
const LEAST_SHARE = 0.03;
/**
 * A part with at least this share belongs to the drawing wherever it is: its strokes may be far
 * apart.
 */
const LARGE_SHARE = 0.25;
/**
 * How far from the rest of the drawing a smaller part may be, as a share of the drawing's longer
 * side.
 */
const FARTHEST = 0.7;
/** The same for a large part that leaves the picture when the drawing does not. */
const TOUCHING = 0.05;
/** A part with more than this share of its pixels on a line's trace is a remainder of that line. */
const MOSTLY = 0.85;
/** How wide soft edges are, as a share of the picture's longer side. */
const EDGE = 0.01;
/** Largest ratio of the shorter to the longer side of a line's remainder along the border. */
const SLENDER = 0.25;
/** Widest remainder of a line, as a share of the picture's longer side. */
const WIDEST = 0.1;
/** Least ink of a drawing, in fully inked pixels. */
const LEAST_PIXELS = 6;
/** Parts smaller than a square of this share of the picture's longer side are dust. */
const LEAST_SIDE = 1 / 64;

/**
 * The values from which on a pixel is surely ink, and from which on it joins the pixels that it
 * touches.
 */
type Sureness = Pick<CleanInk, 'certain' | 'faint'>;

/**
 * Keeps the part with the most ink, the parts near it and the parts of similar size, and erases the
 * others: dust, noise, and the remainders of rules and boxes. Null if nothing is larger than dust.
 */
export function chooseParts({ ink, traces }: LinesErased, { certain, faint }: Sureness): GrayImage | null {
  const { width, height } = ink;
  const strong = { width, height, data: new Uint8Array(ink.data) };
  if (faint > 1) for (let i = 0; i < strong.data.length; i++) if (strong.data[i] < faint) strong.data[i] = 0;
  const parts = findParts(strong, certain)
    .filter((part) => traces === null || !isRest(part, traces, ink))
    .sort((a, b) => b.mass - a.mass);
  const least = 255 * Math.max(LEAST_PIXELS, (Math.max(width, height) * LEAST_SIDE) ** 2);
  if (parts.length === 0 || parts[0].mass < least) return null;
  // If the drawing does not leave the picture, a part that does belongs to a neighbour.
  const isCut = (part: Part): boolean => touchesBorder(part, ink);
  const first = parts.find((part) => !isCut(part) && part.mass >= LARGE_SHARE * parts[0].mass) ?? parts[0];
  const kept = new Set([first]);
  let { box } = first;
  for (let grown = true; grown;) {
    grown = false;
    for (const part of parts) {
      if (part.mass < LEAST_SHARE * first.mass) break;
      const isLarge = part.mass >= LARGE_SHARE * first.mass;
      const away = distance(part.box, box) / Math.max(box.width, box.height);
      const belongs = isCut(part) && !isCut(first) ? isLarge && away <= TOUCHING : isLarge || away <= FARTHEST;
      if (kept.has(part) || !belongs) continue;
      kept.add(part);
      box = join(box, part.box);
      grown = true;
    }
  }
  const data = new Uint8Array(width * height);
  for (const { pixels } of kept) for (const i of pixels) data[i] = ink.data[i];
  const chosen = { width, height, data };
  for (let n = 0; n < Math.max(1, EDGE * Math.max(width, height)); n++) addEdge(chosen, ink);
  return chosen;
}

/** Adds the pixels of `ink` that touch a chosen one along a side. */
function addEdge(chosen: GrayImage, ink: GrayImage): void {
  const { width, height } = ink;
  const before = Uint8Array.from(chosen.data);
  for (let y = 0, i = 0; y < height; y++) {
    for (let x = 0; x < width; x++, i++) {
      if (before[i] > 0 || ink.data[i] === 0) continue;
      const touches =
        (x > 0 && before[i - 1] > 0) ||
        (x + 1 < width && before[i + 1] > 0) ||
        (y > 0 && before[i - width] > 0) ||
        (y + 1 < height && before[i + width] > 0);
      if (touches) chosen.data[i] = ink.data[i];
    }
  }
}

/**
 * True for a remainder of a line: most of the part was a line, or it lies along the border, as a
 * line that is cut off does.
 */
function isRest({ box, pixels }: Part, traces: Uint8Array, { width, height }: GrayImage): boolean {
  let traced = 0;
  for (const i of pixels) traced += traces[i];
  const [along, across] = box.width > box.height ? [box.width, box.height] : [box.height, box.width];
  // On finely squared paper nearly all of a digit lies on lines, but the digit is wider than a
  // line.
  if (traced > MOSTLY * pixels.length && across < Math.max(SLENDER * along, WIDEST * Math.max(width, height)))
    return true;
  const flat = box.width > box.height;
  const atBorder = flat
    ? box.top === 0 || box.top + box.height === height
    : box.left === 0 || box.left + box.width === width;
  return atBorder && across < SLENDER * along;
}

function touchesBorder({ box }: Part, { width, height }: GrayImage): boolean {
  return box.left === 0 || box.top === 0 || box.left + box.width === width || box.top + box.height === height;
}

/** How many pixels lie between two boxes, along the axis along which they are further apart. */
function distance(a: Box, b: Box): number {
  const across = Math.max(a.left, b.left) - Math.min(a.left + a.width, b.left + b.width);
  const down = Math.max(a.top, b.top) - Math.min(a.top + a.height, b.top + b.height);
  return Math.max(0, across, down);
}

function join(a: Box, b: Box): Box {
  const left = Math.min(a.left, b.left);
  const top = Math.min(a.top, b.top);
  const width = Math.max(a.left + a.width, b.left + b.width) - left;
  const height = Math.max(a.top + a.height, b.top + b.height) - top;
  return { left, top, width, height };
}
