import { drawDigit } from './drawDigit.js';

/**
 * Draws each digit three times in My hand and teaches the shipped model. Returns what the page says
 * about it.
 *
 * @param {import('playwright-core').Browser} browser
 * @param {string} address
 */
export async function teachingTime(browser, address) {
  const context = await browser.newContext({ viewport: { width: 1280, height: 900 }, serviceWorkers: 'block' });
  try {
    const page = await context.newPage();
    await page.goto(`${address}/#hand`);
    for (let i = 0; i < 30; i++) {
      await drawDigit(page, i % 10, { left: 0.25, top: 0.12, height: 0.7, jitter: 0.03, seed: i });
      await page.getByRole('button', { name: 'Keep it' }).click();
      await page.locator('.collection button').nth(i).waitFor();
    }
    await page.getByRole('button', { name: 'Teach the model' }).click();
    await page.getByTestId('tuned').waitFor({ timeout: 120_000 });
    const rows = await page.getByTestId('tuned').locator('tbody tr').allInnerTexts();
    return {
      rows: rows.map((row) => row.replaceAll(/\s+/g, ' ')),
      said: await page.locator('.tune > p').textContent(),
    };
  } finally {
    await context.close();
  }
}
