import { createRandom } from '../../dist/training/random.js';

/**
 * The tracks of a pen that writes each digit, [x, y] in a box of its own, 0..1 from the top left.
 *
 * @type {Readonly<Record<number, number[][][]>>}
 */
const DIGITS = {
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

/**
 * Part of an ellipse, angles in degrees, 0 to the right, clockwise where `to` is larger.
 *
 * @param {number} x
 * @param {number} y
 * @param {number} rx
 * @param {number} ry
 * @param {number} from
 * @param {number} to
 */
function arc(x, y, rx, ry, from, to) {
  return Array.from({ length: 17 }, (_, i) => {
    const angle = ((from + ((to - from) * i) / 16) * Math.PI) / 180;
    return [x + rx * Math.cos(angle), y + ry * Math.sin(angle)];
  });
}

/**
 * Draws a digit on the page's pad with the mouse, with a hand that trembles by `jitter` of the digit's height. `left` and `top` of the digit's
 * box and its height are shares of the pad; the box is 0.65 as wide as high.
 *
 * @param {import('playwright-core').Page} page
 * @param {number} digit 0..9
 * @param {{ left: number, top: number, height: number, jitter?: number, seed?: number, mirrored?: boolean, steps?: number }} placement
 *   `steps`: mouse events between two places
 */
export function drawDigit(page, digit, { left, top, height, jitter = 0.01, seed = 1, mirrored = false, steps = 2 }) {
  const random = createRandom(seed, 0x70656e);
  const tremble = () => jitter * (2 * random.uniform() - 1);
  const tracks = DIGITS[digit].map((track) =>
    track.map(([x, y]) => [
      left + 0.65 * height * ((mirrored ? 1 - x : x) + tremble()),
      top + height * (y + tremble()),
    ]),
  );
  return drawTracks(page, tracks, steps);
}

/** Draws strokes, whose places [x, y] are shares of the pad, with `steps` mouse events between two of them. */
async function drawTracks(page, tracks, steps) {
  await page.evaluate('scrollTo(0, 0)'); // the mouse draws only on what is in the window
  const box = await page.locator('.pad-canvas').boundingBox();
  if (box === null) throw new Error('the page must show a pad.');
  for (const track of tracks) {
    const places = track.map(([x, y]) => [box.x + box.width * x, box.y + box.height * y]);
    await page.mouse.move(places[0][0], places[0][1]);
    await page.mouse.down();
    for (const [x, y] of places.slice(1)) await page.mouse.move(x, y, { steps });
    await page.mouse.up();
  }
}
