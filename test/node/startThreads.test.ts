import { availableParallelism } from 'node:os';

import { describe, expect, it } from 'vitest';

import * as browser from '../../src/index.js';
import * as node from '../../src/node/index.js';
import { createEngine } from '../../src/training/engine.js';
import { classic } from '../../src/network/architecture.js';

describe('threads in Node', () => {
  it('are as many as requested, by default one per CPU core', async () => {
    expect(node.availableThreads(3)).toBe(3);
    expect(node.availableThreads()).toBe(availableParallelism());
    expect((await node.startThreads(3)).threads).toBe(3);
  });
});

// What a worker of a page can have is tested in Chromium. This is no worker of a page, like a
// page's main thread.
describe("threads on a page's main thread", () => {
  it('are one, whatever was requested', async () => {
    expect(browser.availableThreads(4)).toBe(1);
    expect(browser.availableThreads()).toBe(1);
    expect((await browser.startThreads(4)).threads).toBe(1);
  });

  it('are refused if an engine takes more than were started', async () => {
    const { launch } = await browser.startThreads(2);
    const plan = { architecture: classic, batch: 1, optimiser: null, seed: 0, threads: 2 };
    expect(() => createEngine(plan, launch)).toThrow(/at most the 1 that were started, for one engine/);
  });
});

describe.each([
  ['browser', browser.availableThreads],
  ['Node', node.availableThreads],
])('availableThreads for %s', (_, availableThreads) => {
  it.each([0, -1, 1.5, NaN])('refuses %s', (wanted) => {
    expect(() => availableThreads(wanted)).toThrow(RangeError);
  });
});
