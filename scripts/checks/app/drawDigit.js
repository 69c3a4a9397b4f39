import { penTracks } from '../../../dist/generated/penTracks.js';

/**
 * Where and how a digit is drawn: left, top and height of its box as shares of the pad (its width
 * is 0.65 of its height), and the number of mouse events between two points.
 *
 * @typedef {{ left: number, top: number, height: number, steps?: number }} Placement
 * @typedef {{ jitter?: number, seed?: number, mirrored?: boolean }} Hand
 */

/**
 * Draws a digit on the page's pad with the mouse.
 *
 * @param {import('playwright-core').Page} page
 * @param {number} digit 0..9
 * @param {Placement & Hand} placement
 */
export async function drawDigit(page, digit, { left, top, height, steps = 2, ...hand }) {
  await page.evaluate('scrollTo(0, 0)'); // the mouse reaches only the visible part
  const box = await page.locator('.pad-canvas').boundingBox();
  if (box === null) throw new Error('the page must show a pad.');
  for (const track of penTracks(digit, hand)) {
    const [first, ...others] = track.map(([x, y]) => [
      box.x + box.width * (left + 0.65 * height * x),
      box.y + box.height * (top + height * y),
    ]);
    await page.mouse.move(first[0], first[1]);
    await page.mouse.down();
    for (const [x, y] of others) await page.mouse.move(x, y, { steps });
    await page.mouse.up();
  }
}
