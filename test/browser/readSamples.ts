import type { Reading } from '../../src/digits/reading.js';
import { read } from '../../src/index.js';

/** Reads sample pictures with the model that comes with the package. */
export async function readSamples(names: readonly string[]): Promise<Reading[]> {
  const readings: Reading[] = [];
  for (const name of names) {
    const response = await fetch(new URL(`../../samples/${name}`, import.meta.url));
    readings.push(await read(await response.arrayBuffer()));
  }
  return readings;
}
