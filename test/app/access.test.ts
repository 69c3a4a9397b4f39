import axe, { type AxeResults } from 'axe-core';
import type { Page } from 'playwright-core';
import { describe, expect, it } from 'vitest';

import { hasApp, onApp, useBrowser } from './openApp.js';
import { drawDigit } from '../support/drawDigit.js';

const browser = useBrowser('--use-fake-device-for-media-stream', '--use-fake-ui-for-media-stream');

/** What axe-core finds wrong with the page as it is, WCAG 2.2 AA and its own best practices. */
async function violationsOf(page: Page): Promise<string[]> {
  await page.evaluate(axe.source);
  const { violations } = await page.evaluate<AxeResults>('axe.run()');
  return violations.flatMap(({ id, nodes }) =>
    nodes.map(({ html, failureSummary }) => `${id}: ${html} ${failureSummary ?? ''}`),
  );
}

describe.skipIf(!hasApp)('accessibility of the web app', () => {
  it.each([
    { colorScheme: 'light', viewport: { width: 1280, height: 900 } },
    { colorScheme: 'dark', viewport: { width: 1280, height: 900 } },
    { colorScheme: 'light', viewport: { width: 390, height: 844 } },
    { colorScheme: 'dark', viewport: { width: 320, height: 640 } },
  ] as const)('axe finds no violations in any view (%j)', { timeout: 120_000 }, async (options) => {
    await onApp(browser(), options, async ({ page }) => {
      expect(await violationsOf(page), 'Read, empty').toEqual([]);
      await drawDigit(page, 2, { left: 0.25, top: 0.15, height: 0.7 });
      await expect.poll(() => page.getByTestId('answer').textContent()).toBe('2');
      await page.getByRole('button', { name: 'Samples' }).click();
      await page.getByText('Look inside').click();
      await expect.poll(() => page.locator('.why-canvas').count()).toBe(1);
      await page.waitForTimeout(300);
      expect(await violationsOf(page), 'Read').toEqual([]);
      await page.getByRole('button', { name: 'Layer by layer' }).click();
      await expect.poll(() => page.getByTestId('layers').count()).toBe(1);
      expect(await violationsOf(page), 'layers').toEqual([]);
      await page.getByRole('link', { name: 'My hand' }).click();
      await expect.poll(() => page.getByTestId('wanted').count()).toBe(1);
      await drawDigit(page, 0, { left: 0.25, top: 0.15, height: 0.7 });
      await page.getByRole('button', { name: 'Keep it' }).click();
      await expect.poll(() => page.locator('.collection button').count()).toBe(1);
      expect(await violationsOf(page), 'My hand').toEqual([]);
      await page.getByRole('link', { name: 'Train' }).click();
      await page.getByText('More', { exact: true }).click();
      expect(await violationsOf(page), 'Train').toEqual([]);
      await page.getByRole('link', { name: 'Evaluate' }).click();
      await page.getByRole('combobox', { name: 'Pictures' }).selectOption('my hand');
      await page.getByRole('button', { name: 'Evaluate', exact: true }).click();
      await expect.poll(() => page.getByTestId('headline').count(), { timeout: 20_000 }).toBe(1);
      await page.locator('.matrix button').first().click();
      expect(await violationsOf(page), 'Evaluate').toEqual([]);
    });
  });

  it.each(['light', 'dark'] as const)(
    'axe finds no violations during and after training, in a comparison, after teaching, in the camera (%s)',
    { timeout: 240_000 },
    async (colorScheme) => {
      await onApp(browser(), { view: 'train', colorScheme, permissions: ['camera'] }, async ({ page }) => {
        const phase = (name: string) => page.locator(`.run[data-phase=${name}]`).waitFor({ timeout: 100_000 });
        await page.getByLabel(/^Small/).check();
        await page.getByRole('button', { name: 'Start training' }).click();
        await phase('training');
        await expect.poll(() => page.getByTestId('Loss').textContent()).not.toBe('–');
        expect(await violationsOf(page), 'training').toEqual([]);
        await page.getByRole('button', { name: 'Pause' }).click();
        await phase('paused');
        expect(await violationsOf(page), 'paused').toEqual([]);
        await page.getByRole('button', { name: 'Resume' }).click();
        await phase('done');
        await page.getByText('As a table').click();
        expect(await violationsOf(page), 'trained').toEqual([]);

        await page.getByRole('link', { name: 'Evaluate' }).click();
        await page.getByLabel('Against').selectOption({ index: 2 });
        await page.getByRole('button', { name: 'Evaluate', exact: true }).click();
        await page.getByTestId('comparison').waitFor({ timeout: 100_000 });
        await page.locator('.matrix button').last().click();
        expect(await violationsOf(page), 'A against B').toEqual([]);

        await page.getByRole('link', { name: 'My hand' }).click();
        for (let i = 0; i < 10; i++) {
          await drawDigit(page, i, { left: 0.25, top: 0.15, height: 0.7 });
          await page.getByRole('button', { name: 'Keep it' }).click();
          await expect.poll(() => page.locator('.collection button').count()).toBe(i + 1);
        }
        await page.getByRole('button', { name: 'Teach the model' }).click();
        await page.getByTestId('tuned').waitFor({ timeout: 100_000 });
        expect(await violationsOf(page), 'taught').toEqual([]);
        await page.getByTestId('tuned').getByRole('button', { name: 'Keep it' }).click();

        await page.getByRole('link', { name: 'Read', exact: true }).click();
        await page.getByRole('button', { name: 'Camera' }).click();
        await expect.poll(() => page.getByRole('button', { name: 'Take picture' }).isEnabled()).toBe(true);
        expect(await violationsOf(page), 'camera').toEqual([]);
      });
    },
  );

  it('every view can be reached and used with the keyboard, with a visible focus', async () => {
    await onApp(browser(), {}, async ({ page }) => {
      await page.keyboard.press('Tab');
      expect(await page.evaluate(() => document.activeElement?.textContent.trim())).toBe('Skip to content');
      await page.keyboard.press('Enter');
      expect(await page.evaluate(() => document.activeElement?.id)).toBe('main');
      for (const name of ['Train', 'Evaluate', 'My hand']) {
        await page.getByRole('link', { name, exact: true }).focus();
        await page.keyboard.press('Enter');
        await expect.poll(() => page.locator('main h1').textContent()).toMatch(/\w/);
        const unseen = await page.evaluate(() => {
          const inputs = [
            ...document.querySelectorAll<HTMLElement>('main button:enabled, main select, main summary, main a'),
          ];
          const isUnseen = (element: HTMLElement): boolean => {
            element.focus({ focusVisible: true });
            const { outlineStyle, outlineWidth } = getComputedStyle(element);
            return outlineStyle === 'none' || outlineWidth === '0px';
          };
          return inputs
            .filter((element) => element.checkVisibility() && isUnseen(element))
            .map((element) => element.outerHTML);
        });
        expect(unseen, name).toEqual([]);
      }
    });
  });
});
