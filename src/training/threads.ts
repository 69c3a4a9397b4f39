import type { Launch } from './engine.js';

/** Threads for one engine: pass both on to `createTrainer`. */
export interface Threads {
  /** How many there are, the calling one included. */
  readonly threads: number;
  readonly launch: Launch;
}
