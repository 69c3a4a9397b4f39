// Pictures of every view, phone and desktop, light and dark: `npm run screenshots [folder]` (default screenshots/). Needs the site
// (npm run build:site) and Debian's Chromium.
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';

import { chromium } from 'playwright-core';

import { createServer } from '../dist/server/index.js';

const FOLDER = process.argv[2] ?? 'screenshots';
const SIZES = { desktop: { width: 1280, height: 860 }, phone: { width: 390, height: 844 } };
const SCHEMES = ['light', 'dark'];
// Tracks of a pen, [x, y] in a box of its own, 0..1.
const TRACKS = {
  2: [
    curve(0.5, 0.28, 0.42, 0.28, -165, 20).concat([
      [0.08, 0.97],
      [0.4, 0.9],
      [0.98, 0.97],
    ]),
  ],
  4: [
    [
      [0.58, 0],
      [0.3, 0.35],
      [0.04, 0.63],
      [0.5, 0.62],
      [0.98, 0.6],
    ],
    [
      [0.72, 0.32],
      [0.7, 0.7],
      [0.66, 1],
    ],
  ],
  7: [
    [
      [0.04, 0.05],
      [0.5, 0.03],
      [0.95, 0],
      [0.7, 0.4],
      [0.42, 1],
    ],
  ],
};

function curve(x, y, rx, ry, from, to) {
  return Array.from({ length: 13 }, (_, i) => {
    const angle = ((from + ((to - from) * i) / 12) * Math.PI) / 180;
    return [x + rx * Math.cos(angle), y + ry * Math.sin(angle)];
  });
}

async function drawDigit(page, digit, left, top, height) {
  await page.evaluate('scrollTo(0, 0)'); // the mouse draws only on what is in the window
  const box = await page.locator('.pad-canvas').boundingBox();
  const place = ([x, y]) => [box.x + box.width * (left + 0.65 * height * x), box.y + box.height * (top + height * y)];
  for (const [first, ...rest] of TRACKS[digit]) {
    await page.mouse.move(...place(first));
    await page.mouse.down();
    for (const point of rest) await page.mouse.move(...place(point), { steps: 3 });
    await page.mouse.up();
  }
}

/** The page as it is, at each size and in each scheme. */
async function shoot(page, name) {
  for (const [size, viewport] of Object.entries(SIZES)) {
    await page.setViewportSize(viewport);
    for (const colorScheme of SCHEMES) {
      await page.emulateMedia({ colorScheme });
      await page.evaluate('scrollTo(0, 0)');
      await page.waitForTimeout(1000); // the pad is read anew in its new colours
      await page.screenshot({ path: join(FOLDER, `${name}-${size}-${colorScheme}.png`), fullPage: true });
    }
  }
  await page.setViewportSize(SIZES.desktop);
  await page.emulateMedia({ colorScheme: 'light' });
}

const go = (page, name) => page.getByRole('link', { name, exact: true }).click();

mkdirSync(FOLDER, { recursive: true });
const server = createServer({ site: 'site' });
const address = await server.listen({ port: 0, host: '127.0.0.1' });
const browser = await chromium.launch({ executablePath: '/usr/bin/chromium', args: ['--no-sandbox', '--disable-gpu'] });
const context = await browser.newContext({ viewport: SIZES.desktop, serviceWorkers: 'block' });
const page = await context.newPage();
await page.goto(address);
await page.waitForTimeout(500);
await shoot(page, 'read-empty');
await drawDigit(page, 7, 0.24, 0.14, 0.72);
await shoot(page, 'read');
await page.getByText('Look inside').click();
await page.getByTestId('without').waitFor({ state: 'attached' });
await shoot(page, 'inside');
await page.getByText('Look inside').click();
await page.getByRole('button', { name: 'Clear' }).click();
for (const [i, digit] of [7, 2, 4].entries()) await drawDigit(page, digit, 0.06 + 0.31 * i, 0.32, 0.36);
await shoot(page, 'read-number');
await page.getByRole('button', { name: 'Samples' }).click();
await page.getByRole('button', { name: 'Read a photo of a two' }).click();
await shoot(page, 'read-photo');

await go(page, 'Train');
await shoot(page, 'train');
await page.getByLabel(/^Medium/).check();
await page.getByRole('button', { name: 'Start training' }).click();
await page
  .locator('.run[data-phase=training] .curves tbody tr')
  .nth(1)
  .waitFor({ state: 'attached', timeout: 300_000 });
await page.waitForTimeout(2000);
await shoot(page, 'train-running');
await page.locator('.run[data-phase=done]').waitFor({ timeout: 300_000 });
await shoot(page, 'train-done');

await go(page, 'Evaluate');
await page.getByLabel('Against').selectOption({ index: 2 });
await page.getByRole('button', { name: 'Evaluate', exact: true }).click();
await page.getByTestId('comparison').waitFor({ timeout: 60_000 });
await page
  .getByRole('button', { name: /^true (\d), predicted (?!\1)\d/ })
  .last()
  .click();
await shoot(page, 'evaluate');

await go(page, 'My hand');
for (let i = 0; i < 10; i++) {
  // Whatever it asks for, a seven, a two or a four will do for the picture.
  await drawDigit(page, [7, 2, 4][i % 3], 0.25, 0.15, 0.7);
  await page.getByRole('button', { name: 'Keep it' }).click();
  await page.locator('.collection button').nth(i).waitFor();
}
await shoot(page, 'hand');
await browser.close();
await server.close();
console.log(`${FOLDER}/: done.`);
