import { existsSync } from 'node:fs';

import Fastify from 'fastify';
import type { Browser, BrowserContextOptions, Page } from 'playwright-core';
import { afterAll, beforeAll } from 'vitest';

import { serveSite } from '../../src/server/serveSite.js';
import { hasChromium, launchChromium } from '../browser/chromium.js';

export const hasApp = hasChromium && existsSync('site/index.html');
if (hasChromium && !hasApp) console.log('no site/: npm run build:site writes it; skipping the tests of the web app.');

/**
 * The browser of a file of tests, which has it from the first test to the last; `more` are
 * arguments of its own.
 */
export function useBrowser(...more: string[]): () => Browser {
  let browser: Browser;
  beforeAll(async () => {
    if (hasApp) browser = await launchChromium(...more);
  });
  afterAll(async () => {
    if (hasApp) await browser.close();
  });
  return () => browser;
}

export interface OpenOptions extends BrowserContextOptions {
  /** View to open, as in the address. */
  readonly view?: string;
  /** Without the headers that isolate the page, as simple hosts serve it. */
  readonly plain?: boolean;
  /** What the page may complain about. */
  readonly complaints?: RegExp;
}

export interface OpenApp {
  readonly page: Page;
  readonly origin: string;
  /** Addresses of all requests, of workers too. */
  readonly requests: string[];
  /** Errors and warnings of the console. */
  readonly complaints: string[];
}

/**
 * Runs on the app in a browser context and on a server of its own; fails where the page complains
 * or asks another host.
 */
export async function onApp<Value>(
  browser: Browser,
  { view = 'read', plain = false, complaints: allowed = /^$/, ...options }: OpenOptions,
  run: (app: OpenApp) => Promise<Value>,
): Promise<Value> {
  const server = Fastify();
  serveSite(server, 'site');
  if (plain) {
    server.addHook('onSend', async (_request, reply) => {
      reply.removeHeader('cross-origin-opener-policy');
      reply.removeHeader('cross-origin-embedder-policy');
      return Promise.resolve();
    });
  }
  const origin = await server.listen({ port: 0, host: '127.0.0.1' });
  const context = await browser.newContext({
    viewport: { width: 1280, height: 900 },
    serviceWorkers: 'block',
    ...options,
  });
  const requests: string[] = [];
  const complaints: string[] = [];
  context.on('request', (request) => requests.push(request.url()));
  const page = await context.newPage();
  page.on('console', (message) => {
    if (message.type() === 'error' || message.type() === 'warning') complaints.push(message.text());
  });
  page.on('pageerror', (error) => complaints.push(String(error)));
  try {
    await page.goto(`${origin}/#${view}`);
    const value = await run({ page, origin, requests, complaints });
    const foreign = requests.filter((url) => !url.startsWith(`${origin}/`) && !/^(data|blob):/.test(url));
    if (foreign.length > 0) throw new Error(`the app asked other hosts: ${foreign.join(', ')}`);
    const serious = complaints.filter(
      (text) => !allowed.test(text) && !text.startsWith('Service Worker registration blocked'),
    );
    if (serious.length > 0) throw new Error(`the page complained: ${serious.join('; ')}`);
    return value;
  } finally {
    await context.close();
    server.server.closeAllConnections();
    await server.close();
  }
}

/**
 * State of the page's service worker, null without an active one. For polls with a limit: the
 * page's own promise, `navigator.serviceWorker.ready`, never settles if the installation fails.
 */
export async function serviceWorkerState(page: Page): Promise<string | null> {
  return page.evaluate(async () => {
    const registration = await navigator.serviceWorker.getRegistration();
    return registration?.active?.state ?? null;
  });
}
