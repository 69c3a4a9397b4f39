// npm run screenshots [folder]: writes pictures of every view, on a phone and a desktop, light and
// dark, to screenshots/ by default. Needs the site (npm run build:site) and Debian's Chromium.
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';

import { chromium } from 'playwright-core';

import { readOptions } from '../options.js';
import { createServer } from '../../dist/server/index.js';
import { drawDigit } from '../checks/app/drawDigit.js';

const { positionals } = readOptions(import.meta.url, { allowPositionals: true }, 1);
const [FOLDER = 'screenshots'] = positionals;
const SIZES = { desktop: { width: 1280, height: 860 }, phone: { width: 390, height: 844 } };
const SCHEMES = /** @type {const} */ (['light', 'dark']);

/**
 * Takes pictures of the page in its current state, at each size and in each scheme. On a phone the
 * window is made as high as the page, so that the bar is below the content.
 *
 * @param {import('playwright-core').Page} page
 * @param {string} name
 */
async function shoot(page, name) {
  for (const [size, viewport] of Object.entries(SIZES)) {
    await page.setViewportSize(viewport);
    for (const colorScheme of SCHEMES) {
      await page.emulateMedia({ colorScheme });
      await page.evaluate('scrollTo(0, 0)');
      const height = await page.evaluate(() => document.documentElement.scrollHeight);
      if (size === 'phone') await page.setViewportSize({ ...viewport, height });
      await page.waitForTimeout(1000); // the pad is read again in its new colours
      await page.screenshot({ path: join(FOLDER, `${name}-${size}-${colorScheme}.png`), fullPage: true });
    }
  }
  await page.setViewportSize(SIZES.desktop);
  await page.emulateMedia({ colorScheme: 'light' });
}

/** @type {(page: import('playwright-core').Page, name: string) => Promise<void>} */
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
await drawDigit(page, 7, { left: 0.24, top: 0.14, height: 0.72, steps: 8 });
await shoot(page, 'read');
await page.getByText('Look inside').click();
await page.getByTestId('without').waitFor({ state: 'attached' });
await shoot(page, 'inside');
await page.getByText('Look inside').click();
await page.getByRole('button', { name: 'Clear' }).click();
for (const [i, digit] of [7, 2, 4].entries()) {
  await drawDigit(page, digit, { left: 0.06 + 0.31 * i, top: 0.32, height: 0.36, steps: 8 });
}
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
  await drawDigit(page, i, { left: 0.25, top: 0.15, height: 0.7, seed: i });
  await page.getByRole('button', { name: 'Keep it' }).click();
  await page.locator('.collection button').nth(i).waitFor();
}
await shoot(page, 'hand');
await page.getByRole('button', { name: 'Teach the model' }).click();
await page.getByTestId('tuned').waitFor({ timeout: 120_000 });
await shoot(page, 'hand-taught');
await browser.close();
await server.close();
console.log(`${FOLDER}/: done.`);
