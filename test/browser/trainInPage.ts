import { startThreads } from '../../src/index.js';
import { trainClassic, type Trained } from './trainClassic.js';

/** Runs `trainClassic` on as many of `wanted` threads as possible. */
export async function trainInPage(wanted: number): Promise<Trained> {
  return trainClassic(await startThreads(wanted));
}
