import type { Page } from 'playwright-core';
import { type PenOptions, penTracks } from '../../src/generated/penTracks.js';

export interface Placement extends PenOptions {
  readonly left: number;
  readonly top: number;
  readonly height: number;
  readonly steps?: number;
}

/**
 * Draws a digit on the page's pad with the mouse. `left` and `top` of the digit's box and its
 * height are shares of the pad. The width of the box is 0.65 times its height. `steps` is the
 * number of mouse events between two points.
 */
export async function drawDigit(
  page: Page,
  digit: number,
  { left, top, height, steps = 2, ...hand }: Placement,
): Promise<void> {
  await page.evaluate('scrollTo(0, 0)'); // the mouse only reaches what is in the window
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
