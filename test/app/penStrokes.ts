import type { Page } from 'playwright-core';

import { createRandom, type Random } from '../../src/training/random.js';

/** Places on a pad or in a box, [x, y], 0..1 from the top left. */
type Track = readonly (readonly [number, number])[];

/** The tracks of a pen that writes each digit, in a box of its own. */
const DIGITS: Readonly<Record<string, readonly Track[]>> = {
  0: [arc(0.5, 0.5, 0.42, 0.5, -90, 270)],
  1: [
    [
      [0.3, 0.22],
      [0.55, 0],
      [0.55, 1],
    ],
  ],
  2: [[...arc(0.5, 0.28, 0.42, 0.28, -160, 30), [0.1, 1], [0.95, 1]]],
  3: [[...arc(0.45, 0.25, 0.4, 0.25, -150, 80), ...arc(0.45, 0.74, 0.48, 0.26, -80, 150)]],
  4: [
    [
      [0.6, 0],
      [0.05, 0.62],
      [0.98, 0.62],
    ],
    [
      [0.72, 0.35],
      [0.68, 1],
    ],
  ],
  5: [[[0.9, 0], [0.25, 0], [0.2, 0.42], ...arc(0.45, 0.68, 0.45, 0.32, -70, 150)]],
  6: [[[0.75, 0.02], [0.3, 0.35], ...arc(0.5, 0.7, 0.4, 0.3, 180, -180)]],
  7: [
    [
      [0.05, 0.03],
      [0.95, 0],
      [0.4, 1],
    ],
  ],
  8: [[...arc(0.5, 0.25, 0.34, 0.25, 90, -270), ...arc(0.5, 0.75, 0.42, 0.25, -90, 270)]],
  9: [[...arc(0.5, 0.3, 0.38, 0.3, 0, -360), [0.86, 0.35], [0.75, 1]]],
};

/** Part of an ellipse, angles in degrees, 0 to the right, clockwise where `to` is larger. */
function arc(x: number, y: number, rx: number, ry: number, from: number, to: number): [number, number][] {
  return Array.from({ length: 17 }, (_, i) => {
    const angle = ((from + ((to - from) * i) / 16) * Math.PI) / 180;
    return [x + rx * Math.cos(angle), y + ry * Math.sin(angle)];
  });
}

export interface Placement {
  /** Left and top of the digit's box, and its height, as shares of the pad; the box is 0.65 as wide as high. */
  readonly left: number;
  readonly top: number;
  readonly height: number;
  /** How far the hand trembles, as a share of the digit's height. @default 0.01 */
  readonly jitter?: number;
  readonly seed?: number;
}

/** Draws a digit on the page's pad with the mouse, with a hand that trembles a little. */
export async function drawDigit(page: Page, digit: number, placement: Placement): Promise<void> {
  const { left, top, height, jitter = 0.01, seed = 1 } = placement;
  const random = createRandom(seed, 0x70656e);
  const box = await page.locator('.pad-canvas').boundingBox();
  if (box === null) throw new Error('the page must show a pad.');
  for (const track of DIGITS[String(digit)]) {
    const places = tremble(track, jitter, random).map(([x, y]) => ({
      x: box.x + box.width * (left + 0.65 * height * x),
      y: box.y + box.height * (top + height * y),
    }));
    await page.mouse.move(places[0].x, places[0].y);
    await page.mouse.down();
    for (const { x, y } of places.slice(1)) await page.mouse.move(x, y, { steps: 2 });
    await page.mouse.up();
  }
}

function tremble(track: Track, jitter: number, random: Random): [number, number][] {
  return track.map(([x, y]) => [x + jitter * (2 * random.uniform() - 1), y + jitter * (2 * random.uniform() - 1)]);
}
