import { RequestError } from '../requestError.js';

/**
 * Counts the bytes of all request bodies in memory, so that many large ones at once do not exhaust
 * it.
 */
export class MemoryBudget {
  #used = 0;

  constructor(
    /** Bytes. */
    readonly limit: number,
  ) {}

  /** Bytes in use now. */
  get used(): number {
    return this.#used;
  }

  /** Starts the account of one request. */
  open(): BodyMemory {
    return new BodyMemory((bytes) => {
      if (bytes > 0 && this.#used + bytes > this.limit) return false;
      this.#used += bytes;
      return true;
    });
  }
}

/** The part of the budget that one request uses. */
export class BodyMemory {
  #held = 0;

  constructor(readonly change: (bytes: number) => boolean) {}

  /** Throws RequestError 503 if the budget is used up. */
  take(bytes: number): void {
    if (!this.change(bytes)) {
      throw new RequestError(503, 'memory_full', 'the bodies of other requests use all memory reserved for bodies', {
        'retry-after': '1',
        connection: 'close',
      });
    }
    this.#held += bytes;
  }

  /** Gives everything back. */
  release(): void {
    this.change(-this.#held);
    this.#held = 0;
  }
}
