import type { FastifyBaseLogger } from 'fastify';

import type { Model } from '../formats/native/modelFile.js';
import { messageOf } from '../messageOf.js';
import { checkKeys, type ApiKey } from './http/apiKeys.js';
import { checkProxies } from './http/checkProxies.js';

/** The options of a server; see docs/serving.md. */
export interface ServerOptions {
  /**
   * A model, or the path of one (a model or run folder) or of a folder of models. @default the
   * models of the package
   */
  readonly model?: Model | string | URL;
  /** The model for requests that name none. @default 'standard', or the first by name */
  readonly defaultModel?: string;
  /** Number of worker threads. @default the number of processors */
  readonly threads?: number;
  /**
   * Request bodies larger than this, as sent or inflated, are refused with 413. @default 16,777,216
   */
  readonly maxBytes?: number;
  /** Pictures with more pixels (width * height) are refused with 422. @default 25,000,000 */
  readonly maxPixels?: number;
  /** Requests with more pictures are refused with 413. @default 1024 */
  readonly maxPictures?: number;
  /**
   * Number of requests that may wait for a thread; further ones are refused with 503. @default 128
   */
  readonly queueSize?: number;
  /** Milliseconds that a request may wait before it is answered with 504. @default 10,000 */
  readonly queueTimeoutMs?: number;
  /** Milliseconds that a thread may work on a request before it is terminated. @default 30,000 */
  readonly workTimeoutMs?: number;
  /** Milliseconds within which the headers of a request must arrive. @default 10,000 */
  readonly headersTimeoutMs?: number;
  /** Milliseconds within which a whole request must arrive. @default 30,000 */
  readonly requestTimeoutMs?: number;
  /**
   * Requests per second per client (a key, or an address without keys); 0 sets no limit. @default 0
   */
  readonly rateLimit?: number;
  /**
   * Keys that clients need. @default none: no key needed, but calls with the scope admin are
   * refused
   */
  readonly keys?: readonly ApiKey[];
  /**
   * Whether this server also answers metrics and admin calls, or the second one of `createServers`.
   * @default true
   */
  readonly adminHere?: boolean;
  /** Proxies, by address or range, whose X-Forwarded-For is trusted. @default none */
  readonly trustProxy?: string;
  /**
   * Folder of the web app, as written by `npm run build:site`, to serve below `/`. @default none
   */
  readonly site?: string;
  /** A pino logger; false logs nothing. @default false */
  readonly logger?: FastifyBaseLogger | false;
}

/** Options with their defaults. */
export type Settings = Required<Omit<ServerOptions, 'model' | 'defaultModel' | 'trustProxy' | 'threads' | 'site'>>;

/**
 * Fills in the defaults. Throws RangeError for values out of range, and TypeError for malformed
 * keys.
 */
export function withDefaults(options: ServerOptions): Settings {
  const settings: Settings = {
    maxBytes: options.maxBytes ?? 16 * 1024 * 1024,
    maxPixels: options.maxPixels ?? 25_000_000,
    maxPictures: options.maxPictures ?? 1024,
    queueSize: options.queueSize ?? 128,
    queueTimeoutMs: options.queueTimeoutMs ?? 10_000,
    workTimeoutMs: options.workTimeoutMs ?? 30_000,
    headersTimeoutMs: options.headersTimeoutMs ?? 10_000,
    requestTimeoutMs: options.requestTimeoutMs ?? 30_000,
    rateLimit: options.rateLimit ?? 0,
    keys: checkKeys(options.keys ?? []),
    adminHere: options.adminHere ?? true,
    logger: options.logger ?? false,
  };
  for (const [name, value] of Object.entries(settings)) {
    if (typeof value !== 'number') continue;
    const least = name === 'rateLimit' || name === 'queueSize' ? 0 : 1;
    if (Number.isSafeInteger(value) && value >= least) continue;
    throw new RangeError(`createServer: ${name} must be a whole number from ${least}. Received ${value}.`);
  }
  if (options.trustProxy !== undefined) {
    try {
      checkProxies(options.trustProxy);
    } catch (cause) {
      throw new RangeError(`createServer: trustProxy ${messageOf(cause)}`, { cause });
    }
  }
  return settings;
}
