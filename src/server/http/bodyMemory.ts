import { RequestError } from '../requestError.js';

/** Counts the bytes of all bodies that are held, so that many large ones at once do not fill the memory. */
export class MemoryBudget {
  #used = 0;

  constructor(
    /** Bytes. */
    readonly limit: number,
  ) {}

  /** Bytes that are held now. */
  get used(): number {
    return this.#used;
  }

  /** The share of one request. */
  open(): BodyMemory {
    return new BodyMemory((bytes) => {
      if (bytes > 0 && this.#used + bytes > this.limit) return false;
      this.#used += bytes;
      return true;
    });
  }
}

/** What one request holds of the budget. */
export class BodyMemory {
  #held = 0;

  constructor(readonly change: (bytes: number) => boolean) {}

  /** Throws RequestError 503 where the budget is used up. */
  take(bytes: number): void {
    if (!this.change(bytes)) {
      throw new RequestError(503, 'memory_full', 'the bodies of other requests take all the memory there is for them', {
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
