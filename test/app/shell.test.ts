import Fastify from 'fastify';
import { describe, expect, it } from 'vitest';

import { serveSite } from '../../src/server/serveSite.js';
import { hasApp, onApp, serviceWorkerState, useBrowser } from './openApp.js';
import { drawDigit } from '../support/drawDigit.js';
import { serveFolder } from './serveFolder.js';

const browser = useBrowser();

describe.skipIf(!hasApp)('the web app on a plain host, under a sub-path', () => {
  it('needs less than 400 kB until it answers, shifts no layout, and is isolated and offline from the second visit on', async () => {
    const host = await serveFolder('site');
    const context = await browser().newContext({ viewport: { width: 1280, height: 900 } });
    const page = await context.newPage();
    try {
      await page.addInitScript(() => {
        const shifts = ((globalThis as { shifts?: number[] }).shifts = []) as number[];
        new PerformanceObserver((list) => {
          for (const entry of list.getEntries() as (PerformanceEntry & { value: number; hadRecentInput: boolean })[]) {
            if (!entry.hadRecentInput) shifts.push(entry.value); // as Cumulative Layout Shift is defined
          }
        }).observe({ type: 'layout-shift', buffered: true });
      });
      await page.goto(host.address);
      await drawDigit(page, 7, { left: 0.3, top: 0.2, height: 0.6 });
      await expect.poll(() => page.getByTestId('answer').textContent()).toBe('7');
      const navigation = page.evaluate(() => performance.getEntriesByType('resource') as PerformanceResourceTiming[]);
      const transferred = (await navigation).reduce((sum, { encodedBodySize }) => sum + encodedBodySize, 0);
      console.log(`first visit: ${Math.round(transferred / 1000)} kB for Read with the default model`);
      expect(transferred).toBeGreaterThan(200_000);
      expect(transferred).toBeLessThan(400_000);
      expect(await page.evaluate(() => (globalThis as { shifts?: number[] }).shifts)).toEqual([]);
      expect(await page.evaluate(() => crossOriginIsolated)).toBe(false);

      await expect.poll(() => serviceWorkerState(page)).toBe('activated');
      host.goOffline();
      await page.reload();
      expect(await page.evaluate(() => crossOriginIsolated)).toBe(true);
      await expect.poll(() => page.getByTestId('answer').textContent()).toBe('7');
      await page.waitForTimeout(500); // pictures and warnings come a moment after the answer
      expect(await page.evaluate(() => (globalThis as { shifts?: number[] }).shifts), 'with a drawing').toEqual([]);
      for (const view of ['Train', 'Evaluate', 'My hand', 'Read']) {
        await page.getByRole('link', { name: view, exact: true }).click();
        await expect.poll(() => page.locator('main h1').count()).toBe(1);
      }
      await page.getByRole('button', { name: 'Samples' }).click();
      await page.getByRole('button', { name: 'Read a six in blue ink' }).click();
      await expect.poll(() => page.getByTestId('answer').textContent()).toBe('6');
    } finally {
      await context.close();
      host.close();
    }
  });
});

describe.skipIf(!hasApp)('the shell of the web app', () => {
  it('switches views by links, back and the address, and colours by a button, and remembers them', async () => {
    await onApp(browser(), { view: 'train', colorScheme: 'light' }, async ({ page }) => {
      const current = () => page.locator('nav a[aria-current]').textContent();
      await expect.poll(current).toBe('Train');
      await page.getByRole('link', { name: 'Evaluate' }).click();
      await expect.poll(current).toBe('Evaluate');
      await page.goBack();
      await expect.poll(current).toBe('Train');
      const ground = () => page.evaluate(() => getComputedStyle(document.body).backgroundColor);
      const light = await ground();
      const turn = page.getByRole('button', { name: /^Colours/ });
      await turn.click();
      expect(await ground()).toBe(light);
      await turn.click();
      expect(await ground()).not.toBe(light);
      await page.reload();
      await expect.poll(ground).not.toBe(light);
    });
  });

  it.each([
    { width: 320, height: 640 },
    { width: 390, height: 844 },
    { width: 844, height: 390 },
  ])('nothing is wider than the screen, and every control is large enough to touch, at %j', async (viewport) => {
    await onApp(browser(), { viewport, hasTouch: true, isMobile: true }, async ({ page }) => {
      for (const view of ['Train', 'Evaluate', 'My hand', 'Read']) {
        await page.getByRole('link', { name: view, exact: true }).click();
        await expect.poll(() => page.locator('main h1').count()).toBe(1);
        expect(await page.evaluate(() => document.documentElement.scrollWidth), view).toBeLessThanOrEqual(
          viewport.width,
        );
      }
      const low = await page
        .locator('button:visible, select:visible')
        .evaluateAll((all) =>
          all
            .filter((element) => element.getBoundingClientRect().height < 44 && !element.closest('.settings'))
            .map((element) => element.outerHTML),
        );
      expect(low).toEqual([]);
    });
  });

  it('a narrower window shrinks the pad and its drawing', async () => {
    await onApp(browser(), {}, async ({ page }) => {
      await drawDigit(page, 7, { left: 0.3, top: 0.2, height: 0.6 });
      await page.setViewportSize({ width: 360, height: 740 });
      const width = () => page.locator('.pad-canvas').evaluate((canvas) => canvas.clientWidth);
      await expect.poll(width).toBe(316); // 360 less twice 16 of the page and 6 of the pad
      expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBe(360);
      await expect.poll(() => page.getByTestId('answer').textContent()).toBe('7');
    });
  });

  it('can be drawn on by touch without scrolling the page', async () => {
    await onApp(
      browser(),
      { viewport: { width: 390, height: 700 }, hasTouch: true, isMobile: true },
      async ({ page }) => {
        const client = await page.context().newCDPSession(page);
        const box = (await page.locator('.pad-canvas').boundingBox()) ?? { x: 0, y: 0, width: 0, height: 0 };
        const touch = (type: 'touchStart' | 'touchMove' | 'touchEnd', y: number) =>
          client.send('Input.dispatchTouchEvent', {
            type,
            touchPoints: type === 'touchEnd' ? [] : [{ x: box.x + box.width / 2, y: box.y + y * box.height }],
          });
        await touch('touchStart', 0.8);
        for (let y = 0.78; y > 0.2; y -= 0.03) await touch('touchMove', y);
        await touch('touchEnd', 0);
        await expect.poll(() => page.getByTestId('answer').textContent()).toBe('1');
        expect(await page.evaluate(() => scrollY)).toBe(0);
      },
    );
  });
});

describe.skipIf(!hasApp)('the server of the web app', () => {
  const server = Fastify();
  serveSite(server, 'site');
  it('isolates the page, compresses, and answers 304 if nothing has changed', async () => {
    const page = await server.inject({ url: '/', headers: { 'accept-encoding': 'gzip' } });
    expect(page.headers).toMatchObject({
      'content-type': 'text/html; charset=utf-8',
      'content-encoding': 'gzip',
      'cross-origin-opener-policy': 'same-origin',
      'cross-origin-embedder-policy': 'require-corp',
    });
    const plain = await server.inject({ url: '/', headers: { 'accept-encoding': 'gzip;q=0, identity' } });
    expect(plain.headers).not.toHaveProperty('content-encoding');
    const again = await server.inject({ url: '/', headers: { 'if-none-match': page.headers.etag } });
    expect([again.statusCode, again.body]).toEqual([304, '']);
    const [, script] = /src="\.(\/app-\w+\/main\.js)"/.exec((await server.inject('/')).body) ?? [];
    expect((await server.inject(script)).headers['cache-control']).toMatch(/immutable/);
    expect((await server.inject('/../package.json')).statusCode).toBe(404);
    expect((await server.inject('/%2e%2e/package.json')).statusCode).toBe(404);
  });
});
