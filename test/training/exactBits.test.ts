import { describe, expect, it } from 'vitest';

import type { Launch } from '../../src/training/engine.js';
import { type Trained, trainClassic } from '../browser/trainClassic.js';

// Every Node must give the result in the golden file; chromium.test.ts requires the same of
// Chromium. If the order of the arithmetic has been changed on purpose, update it with: npm run
// build && npx vitest run test/training/exactBits.test.ts -u
const built = new URL('../../dist/node/threads/launchWorker.js', import.meta.url).href;

describe('the weights of the exact variant after 200 steps', () => {
  let alone: Trained;

  it('are those of the golden file', async () => {
    alone = await trainClassic({ threads: 1, launch: () => undefined });
    expect(alone.loss).toBeLessThan(1);
    const text = `${JSON.stringify({ sha256: alone.hash, loss: alone.loss }, null, 2)}\n`;
    await expect(text).toMatchFileSnapshot('../golden/exact-200-steps.json');
  });

  it.each([2, 4])('are the same on %d threads', async (threads) => {
    const { launchWorker } = (await import(built)) as { launchWorker: Launch };
    const { hash, loss } = await trainClassic({ threads, launch: launchWorker });
    expect({ hash, loss }).toEqual({ hash: alone.hash, loss: alone.loss });
  });
});
