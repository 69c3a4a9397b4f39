import type { Variant } from '../kernels/wasm/variant.js';
import type { Threads } from '../training/threads.js';
import type { MakeViews } from './makeViewsInTurns.js';

/** 'auto' takes the fastest variant that works on the machine. */
export type VariantChoice = 'auto' | Variant;

/** SHA-256 of bytes that come piece by piece; text counts as UTF-8. */
export interface Sha256 {
  update(data: Uint8Array | string): void;
  /** 64 hex digits. No `update` may follow. */
  digest(): string;
}

/** What a workflow needs of the machine that it runs on. Node and the browser each have one. */
export interface Platform {
  /** Starts the threads for one engine. Results do not depend on their number. */
  startThreads(): Promise<Threads>;
  /** Lets events in, such as Ctrl-C or a message, between two pieces of long work. */
  nextTurn(): Promise<void>;
  /** The variant to train with. Throws Error if the wanted one does not run here, and says why. */
  chooseVariant(wanted: VariantChoice): Variant;
  /** Null if the variant runs here and gives the reference's results; else the reason why not. */
  checkVariant(variant: Variant): string | null;
  /** Makes pictures of digits on made paper; a platform may keep them for the next time. */
  readonly makeViews: MakeViews;
  createSha256(): Sha256;
  /** Versions and processor, for the config of a run. */
  describeMachine(): Readonly<Record<string, string | number>>;
}
