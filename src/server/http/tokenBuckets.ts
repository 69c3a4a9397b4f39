/**
 * How often each of many clients may do something: `rate` times a second, and up to as many at once. Remembers the 10,000 clients
 * that came last (token bucket, as in RFC 2697's single rate).
 */
export class TokenBuckets {
  readonly #buckets = new Map<string, { tokens: number; at: number }>();

  constructor(
    /** Per second, above 0. */
    readonly rate: number,
    /** Milliseconds on a clock that never goes back. */
    readonly now: () => number = () => performance.now(),
    readonly maxClients = 10_000,
  ) {}

  /** Takes one token of a client: 0, or the seconds after which there will be one. */
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
