import { readFileSync } from 'node:fs';

import { describe, expect, it } from 'vitest';

import { hasApp, onApp, useBrowser } from './openApp.js';
import { drawDigit } from '../support/drawDigit.js';
import { parseModelConfig } from '../../src/formats/native/modelConfig.js';

const browser = useBrowser();

const patiently = { timeout: 60_000, interval: 200 };

describe.skipIf(!hasApp)('Evaluate in the web app', () => {
  it('agrees with `numerist evaluate` on the shipped model, and shows pictures, orders, classes and thresholds', async () => {
    await onApp(browser(), { view: 'evaluate' }, async ({ page }) => {
      await page.getByRole('button', { name: 'Evaluate', exact: true }).click();
      await expect.poll(() => page.getByTestId('headline').count(), patiently).toBe(1);
      const text = (await page.getByTestId('headline').textContent()) ?? '';
      const { metrics } = parseModelConfig(readFileSync('models/standard/config.json', 'utf8'));
      expect(text).toContain(`${metrics.mnist_test_errors} errors in 10,000`);
      const cell = page.getByRole('button', { name: /^true (\d), predicted (?!\1)\d: \d+ pictures$/ }).last();
      const [, actual, predicted] =
        /true (\d), predicted (\d)/.exec((await cell.getAttribute('aria-label')) ?? '') ?? [];
      const count = Number(await cell.textContent());
      await cell.click();
      await expect.poll(() => page.locator('.drawer li').count()).toBe(count);
      expect(await page.locator('.drawer li small').first().textContent()).toContain(`${actual} → ${predicted}`);
      expect(await page.locator('.mistakes li').count()).toBe(metrics.mnist_test_errors);
      const sure = () => page.locator('.mistakes li small .soft').first().textContent();
      expect(await sure()).toMatch(/^99/);
      await page.getByLabel('Order').selectOption('least sure');
      expect(await sure()).not.toMatch(/^99/);
      const recalls = await page.locator('.results-pair tbody tr').first().locator('td').allTextContents();
      expect(recalls.at(-1)).toBe('980');
      expect(await page.getByTestId('coverage').textContent()).toMatch(/^100\.0 % answered, of these 0\.\d+ % wrong/);
      await page.locator('.threshold input').fill('0.8');
      await expect
        .poll(() => page.getByTestId('coverage').textContent())
        .toMatch(/^9\d\.\d % answered, of these 0\.[01]\d+ % wrong/);
    });
  });
});

describe.skipIf(!hasApp)('Look inside in the web app', () => {
  it('shows layers, what the answer depends on, and the nearest training pictures', async () => {
    await onApp(browser(), { complaints: /willReadFrequently/ }, async ({ page }) => {
      await drawDigit(page, 4, { left: 0.25, top: 0.15, height: 0.7 });
      await expect.poll(() => page.getByTestId('answer').textContent()).toBe('4');
      await page.getByText('Look inside').click();
      await expect.poll(() => page.getByTestId('strokes').locator('tr').count(), patiently).toBe(2);
      const canvas = page.locator('.why-canvas canvas');
      await canvas.scrollIntoViewIfNeeded();
      const box = (await canvas.boundingBox()) ?? { x: 0, y: 0, width: 0, height: 0 };
      await page.mouse.move(box.x + 12, box.y + 12); // inside the rounded corner
      await page.mouse.down();
      await page.mouse.move(box.x + 0.55 * box.width, box.y + box.height - 2, { steps: 4 });
      await page.mouse.up();
      await expect.poll(() => page.getByTestId('without').textContent()).toMatch(/^Without it: [^4], /);
      await page.getByRole('button', { name: 'Put it back' }).click();
      await canvas.press('ArrowLeft');
      await expect.poll(() => page.getByTestId('without').textContent()).toMatch(/^Without it: \d, /);
      await page.getByRole('button', { name: 'Layer by layer' }).click();
      await expect.poll(() => page.getByTestId('layers').locator('section').count(), patiently).toBe(4);
      await page.getByRole('button', { name: 'Most similar' }).click();
      await expect.poll(() => page.getByTestId('nearest').locator('li').count(), patiently).toBe(12);
      const labels = await page.getByTestId('nearest').locator('small').allTextContents();
      expect(labels.filter((label) => label.startsWith('4')).length).toBeGreaterThan(6);
    });
  });
});
