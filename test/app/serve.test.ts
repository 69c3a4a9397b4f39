import { readFileSync } from 'node:fs';

import { expect, it } from 'vitest';

import type { Reading } from '../../src/digits/reading.js';
import { launchChromium } from '../browser/chromium.js';
import { serveProcess } from '../support/servedProcess.js';
import { hasApp, serviceWorkerState } from './openApp.js';
import { drawDigit } from '../support/drawDigit.js';

it('numerist serve reads pictures and ends with Ctrl-C', async () => {
  const served = await serveProcess(['--threads', '1']);
  const response = await served.post('/v1/read', new Uint8Array(readFileSync('samples/two-alpha.png')));
  expect(((await response.json()) as Reading).text).toBe('2');
  expect(await served.stop('SIGINT')).toBe(0);
});

it.skipIf(!hasApp)('its app is cross-origin isolated and never violates its content security policy', async () => {
  const served = await serveProcess(['--threads', '1']);
  const browser = await launchChromium();
  try {
    const page = await browser.newPage({ viewport: { width: 1280, height: 900 } });
    const complaints: string[] = [];
    page.on('console', (message) => {
      if (message.type() === 'error' || message.type() === 'warning') complaints.push(message.text());
    });
    page.on('pageerror', (error) => complaints.push(String(error)));
    await page.addInitScript(() => {
      const broken = ((globalThis as { broken?: string[] }).broken = []) as string[];
      addEventListener('securitypolicyviolation', ({ violatedDirective, blockedURI }) => {
        broken.push(`${violatedDirective} ${blockedURI}`);
      });
    });
    const answer = await page.goto(`${served.url}/`);
    expect(answer?.headers()['content-security-policy']).toMatch(/^default-src 'none'; .*; frame-ancestors 'none'$/);
    expect(await page.evaluate(() => crossOriginIsolated)).toBe(true);

    await drawDigit(page, 7, { left: 0.3, top: 0.2, height: 0.6 });
    await expect.poll(() => page.getByTestId('answer').textContent(), { timeout: 20_000 }).toBe('7');
    await page.getByRole('button', { name: 'Samples' }).click();
    await page.getByRole('button', { name: 'Read a six in blue ink' }).click();
    await expect.poll(() => page.getByTestId('answer').textContent()).toBe('6');
    for (const view of ['Train', 'Evaluate', 'My hand', 'Read']) {
      await page.getByRole('link', { name: view, exact: true }).click();
      await expect.poll(() => page.locator('main h1').count()).toBe(1);
    }
    await expect.poll(() => serviceWorkerState(page)).toBe('activated');
    expect(await page.evaluate(() => (globalThis as { broken?: string[] }).broken)).toEqual([]);
    expect(complaints).toEqual([]);

    // Both watches would have seen one.
    await page.evaluate(() => fetch('http://127.0.0.1:1/').catch(() => undefined));
    const broken = page.evaluate(() => (globalThis as { broken?: string[] }).broken);
    expect(new Set(await broken)).toEqual(new Set(['connect-src http://127.0.0.1:1/'])); // of the page's policy and the header's
    expect(complaints[0]).toContain('Content Security Policy');
  } finally {
    await browser.close();
    expect(await served.stop()).toBe(0);
  }
});
