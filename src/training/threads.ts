import type { Launch } from './engine.js';

/** Threads for one engine. Pass both properties to `createTrainer`. */
export interface Threads {
  /** How many threads there are, including the calling one. */
  readonly threads: number;
  readonly launch: Launch;
}
