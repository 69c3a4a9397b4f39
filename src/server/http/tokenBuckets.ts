/**
 * Limits how often each client may do something: `rate` times per second, and up to `rate` times at
 * once (a token bucket, like the single rate of RFC 2697). Remembers the `maxClients` most recent
 * clients.
 */
export class TokenBuckets {
  readonly #buckets = new Map<string, { tokens: number; at: number }>();

  constructor(
    /** Per second, above 0. */
    readonly rate: number,
    /** Milliseconds of a monotonic clock. */
    readonly now: () => number = () => performance.now(),
    readonly maxClients = 10_000,
  ) {}

  /**
   * Takes one token of a client. Returns 0, or the seconds until the next token if there is none.
   */
  take(client: string): number {
    const at = this.now();
    const bucket = this.#buckets.get(client) ?? { tokens: this.rate, at };
    bucket.tokens = Math.min(this.rate, bucket.tokens + ((at - bucket.at) / 1000) * this.rate);
    bucket.at = at;
    this.#buckets.delete(client);
    this.#buckets.set(client, bucket);
    if (this.#buckets.size > this.maxClients) {
      const [oldest] = this.#buckets.keys();
      this.#buckets.delete(oldest);
    }
    if (bucket.tokens < 1) return (1 - bucket.tokens) / this.rate;
    bucket.tokens--;
    return 0;
  }
}
