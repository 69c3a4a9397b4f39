import { performance } from 'node:perf_hooks';
import { setFlagsFromString } from 'node:v8';
import { answer } from './answer.js';
import { compilePeak } from './peakKernel.js';
import { runFor } from './runFor.js';

const TILES = [
  [4, 2],
  [5, 2],
  [6, 2],
  [2, 4],
  [3, 4],
  [4, 4],
];
/** Unrolled steps: Node 20 spills registers at a number that makes Node 24 faster. */
const UNROLLED = [1, 4, 16];
const STEPS = 320_000;
const WARM_UP_MS = 100;

/**
 * GFLOP/s of one thread with the instructions that a variant uses; the fastest of several tiles.
 */
await answer(async ({ variant }) => {
  if (variant === 'wide') setFlagsFromString('--experimental-wasm-revectorize');
  let best = { speed: 0, step: () => undefined, flops: 0 };
  for (const [[rows, vectors], steps] of TILES.flatMap((tile) => UNROLLED.map((steps) => [tile, steps]))) {
    const { loop, flops } = compilePeak({ rows, vectors, steps, relaxed: variant !== 'exact' });
    const loops = STEPS / steps;
    await runFor(WARM_UP_MS, () => loop(loops / 10)); // until the optimised code is there
    const started = performance.now();
    for (let i = 0; i < 5; i++) loop(loops);
    const speed = (5 * loops * flops) / (performance.now() - started);
    if (speed > best.speed) best = { speed, step: () => loop(loops), flops: loops * flops };
  }
  return { outputs: { logits: [] }, round: async (ms) => ((await runFor(ms, best.step)) * best.flops) / 1e9 };
});
