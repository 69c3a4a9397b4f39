import type { GrayImage } from '../image/pixels.js';
import type { Box } from '../ink/crop.js';
import { findParts, type Part } from '../ink/findParts.js';

/** Ink from which a pixel joins its neighbours to a part: soft edges of two digits may touch. */
const CERTAIN = 96;
/** Share of the narrower of two parts from which, one over the other, they are one digit: the bar of a 5 over its bow. */
const OVERLAP = 0.35;
/** A part lower than this share of the highest is no digit of its own but belongs to the nearest. */
const LEAST_HEIGHT = 0.4;

/**
 * Parts a drawing of several digits side by side, by strokes that do not touch. Gives the box of each digit in `ink`, from left
 * to right, with its ink alone; one for a single digit.
 */
export function splitDigits(ink: GrayImage): { readonly box: Box; readonly ink: GrayImage }[] {
  const strong = { ...ink, data: ink.data.map((value) => (value < CERTAIN ? 0 : value)) };
  const parts = findParts(strong, CERTAIN).map(({ box, mass, pixels }) => ({ box, mass, pixels: pixels.slice() }));
  const groups = groupParts(parts);
  return groups.map((group) => cutOut(ink, group)).sort((a, b) => a.box.left - b.box.left);
}

function groupParts(parts: readonly Part[]): Part[][] {
  const highest = Math.max(0, ...parts.map(({ box }) => box.height));
  const [high, low] = [true, false].map((isHigh) =>
    parts.filter(({ box }) => box.height >= LEAST_HEIGHT * highest === isHigh),
  );
  const groups: Part[][] = [];
  for (const part of high) {
    const touching = groups.filter((group) => group.some((other) => overlap(part.box, other.box) > OVERLAP));
    for (const group of touching) groups.splice(groups.indexOf(group), 1);
    groups.push([part, ...touching.flat()]);
  }
  for (const part of low) {
    const nearest = [...groups].sort((a, b) => gap(part, a) - gap(part, b)).at(0);
    nearest?.push(part);
  }
  return groups;
}

/** How much of the narrower of two boxes lies under or over the other, 0..1. */
function overlap(a: Box, b: Box): number {
  const shared = Math.min(a.left + a.width, b.left + b.width) - Math.max(a.left, b.left);
  return shared / Math.min(a.width, b.width);
}

/** Pixels between a part and the nearest of a group, sideways. */
function gap({ box }: Part, group: readonly Part[]): number {
  const gaps = group.map((other) =>
    Math.max(box.left - other.box.left - other.box.width, other.box.left - box.left - box.width),
  );
  return Math.min(...gaps);
}

/** The ink of some parts with the soft edge around them. */
function cutOut(ink: GrayImage, group: readonly Part[]): { box: Box; ink: GrayImage } {
  const left = Math.max(0, Math.min(...group.map(({ box }) => box.left)) - 1);
  const top = Math.max(0, Math.min(...group.map(({ box }) => box.top)) - 1);
  const right = Math.min(ink.width, Math.max(...group.map(({ box }) => box.left + box.width)) + 1);
  const bottom = Math.min(ink.height, Math.max(...group.map(({ box }) => box.top + box.height)) + 1);
  const box = { left, top, width: right - left, height: bottom - top };
  const data = new Uint8Array(box.width * box.height);
  for (const { pixels } of group) {
    for (const at of pixels) {
      const x = at % ink.width;
      const y = (at - x) / ink.width;
      // With the four pixels beside it, as far as they are in the box.
      for (let row = Math.max(top, y - 1); row <= Math.min(bottom - 1, y + 1); row++) {
        const reach = row === y ? 1 : 0;
        for (let column = Math.max(left, x - reach); column <= Math.min(right - 1, x + reach); column++) {
          data[(row - top) * box.width + column - left] = ink.data[row * ink.width + column];
        }
      }
    }
  }
  return { box, ink: { width: box.width, height: box.height, data } };
}
