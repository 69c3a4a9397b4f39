import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { performance } from 'node:perf_hooks';
import { openDataset } from '../../dist/node/index.js';
import { answer } from './answer.js';

/**
 * Ours: opens a folder or zip of pictures with an empty cache, so that all of them are decoded and
 * the network's inputs are stored.
 */
await answer(async ({ source, threads }) => {
  const open = async (use) => {
    const cacheFolder = mkdtempSync(join(tmpdir(), 'numerist-bench-cache-'));
    try {
      const started = performance.now();
      const dataset = await openDataset(source, { pipeline: 'classic', cacheFolder, threads });
      const seconds = (performance.now() - started) / 1000;
      const result = use(dataset, seconds);
      dataset.close();
      return result;
    } finally {
      rmSync(cacheFolder, { recursive: true });
    }
  };
  const logits = await open((dataset) => {
    const inputs = new Uint8Array(dataset.length * 784);
    dataset.readInputs([...dataset.labels.keys()], inputs);
    return [dataset.length, inputs.reduce((sum, value) => sum + value / 255, 0)];
  });
  return { outputs: { logits }, round: () => open((dataset, seconds) => dataset.length / seconds) };
});
