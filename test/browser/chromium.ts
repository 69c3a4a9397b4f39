import { existsSync } from 'node:fs';

import { type Browser, chromium } from 'playwright-core';

import type { Call } from './callWorker.js';
import { within } from '../support/waitUntil.js';
import { serveRepository, type ServeOptions } from './serveRepository.js';

/** What the slowest program takes beside other tests, and more. */
const CALL_MS = 110_000;

const EXECUTABLE = '/usr/bin/chromium';
export const hasChromium = existsSync(EXECUTABLE);

/**
 * Starts Debian's Chromium with an empty profile. It refuses to run as root inside its sandbox, so
 * the sandbox is off; the pages are our own.
 */
export function launchChromium(...more: string[]): Promise<Browser> {
  const args = [
    '--no-sandbox',
    '--disable-gpu',
    '--no-first-run',
    '--disable-component-update',
    '--disable-sync',
    ...more,
  ];
  return chromium.launch({ executablePath: EXECUTABLE, args });
}

/** Opens an empty page of its own server, and records what goes wrong on it. */
export async function openPage(browser: Browser, options: ServeOptions) {
  const server = await serveRepository(options);
  const context = await browser.newContext();
  const page = await context.newPage();
  const requests: string[] = [];
  const complaints: string[] = [];
  context.on('request', (request) => requests.push(request.url()));
  page.on('console', (message) => {
    if (message.type() === 'error' || message.type() === 'warning') complaints.push(message.text());
  });
  page.on('pageerror', (error) => complaints.push(String(error)));
  await page.goto(`${server.origin}/page.html`);
  return {
    requests,
    complaints,
    origin: server.origin,
    violations: server.violations,
    /** Calls a function of a program in this folder, on the page's main thread. */
    call<Value>({ module, name, argument }: Call): Promise<Value> {
      const json = JSON.stringify(argument);
      return within(
        `${name} of ${module} on the page`,
        page.evaluate<Value>(`import('/test/browser/${module}').then(({ ${name} }) => ${name}(${json}))`),
        CALL_MS,
      );
    },
    /** The same in a dedicated worker. */
    async callInWorker<Value>(call: Call): Promise<Value> {
      const evaluated = page.evaluate<{ value: Value; error?: string }>(
        `new Promise((resolve, reject) => {
          const worker = new Worker('/test/browser/callWorker.js', { type: 'module' });
          worker.onerror = (event) => reject(new Error(event.message));
          worker.onmessage = ({ data }) => { resolve(data); worker.terminate(); };
          worker.postMessage(${JSON.stringify(call)});
        })`,
      );
      const answer = await within(`${call.name} of ${call.module} in a worker`, evaluated, CALL_MS);
      if (answer.error !== undefined) throw new Error(answer.error);
      return answer.value;
    },
    async close(): Promise<void> {
      await context.close();
      server.close();
    },
  };
}
