import { penTracks } from '../../../dist/generated/penTracks.js';

/**
 * Draws a digit on the page's pad with the mouse. `left` and `top` of the digit's box and its height
 * are shares of the pad; the box is 0.65 as wide as high. `steps`: mouse events between two places.
 *
 * @param {import('playwright-core').Page} page
 * @param {number} digit 0..9
 * @param {{ left: number, top: number, height: number, jitter?: number, seed?: number, mirrored?: boolean, steps?: number }} placement
 */
export async function drawDigit(page, digit, { left, top, height, steps = 2, ...hand }) {
  await page.evaluate('scrollTo(0, 0)'); // the mouse draws only on what is in the window
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
