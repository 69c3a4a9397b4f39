import type { FastifyBaseLogger } from 'fastify';

import type { Model } from '../formats/native/modelFile.js';
import { messageOf } from '../node/files/explainSystemError.js';
import { checkKeys, type ApiKey } from './http/apiKeys.js';
import { checkProxies } from './http/checkProxies.js';

/** What a server can be told; see docs/serving.md. */
export interface ServerOptions {
  /** A model, or the path of one (a model or run folder) or of a folder of models. @default the models of the package */
  readonly model?: Model | string | URL;
  /** The model that answers where a request names none. @default 'standard', or the first by name */
  readonly defaultModel?: string;
  /** Worker threads. @default as many as there are processors */
  readonly threads?: number;
  /** Larger request bodies, as sent or inflated, are refused with 413. @default 16,777,216 */
  readonly maxBytes?: number;
  /** Pictures with a larger width * height are refused with 422. @default 25,000,000 */
  readonly maxPixels?: number;
  /** More pictures in one request are refused with 413. @default 1024 */
  readonly maxPictures?: number;
  /** Requests that may wait for a thread; the next is refused with 503. @default 128 */
  readonly queueSize?: number;
  /** Milliseconds that a request may wait before 504. @default 10,000 */
  readonly queueTimeoutMs?: number;
  /** Milliseconds that a thread may work on a request before it is ended. @default 30,000 */
  readonly workTimeoutMs?: number;
  /** Milliseconds within which the headers of a request must arrive. @default 10,000 */
  readonly headersTimeoutMs?: number;
  /** Milliseconds within which a whole request must arrive. @default 30,000 */
  readonly requestTimeoutMs?: number;
  /** Requests a second that one client (a key, or an address without keys) may send; 0 sets no limit. @default 0 */
  readonly rateLimit?: number;
  /** Who may ask. @default anybody, but nobody for what needs the scope admin */
  readonly keys?: readonly ApiKey[];
  /** Whether metrics and admin calls are here, or on the server that `createServers` makes beside it. @default true */
  readonly adminHere?: boolean;
  /** Proxies, by address or range, whose X-Forwarded-For is believed. @default none */
  readonly trustProxy?: string;
  /** Folder of the web app as `npm run build:site` writes it, which is then served below `/`. @default none */
  readonly site?: string;
  /** A pino logger; false logs nothing. @default false */
  readonly logger?: FastifyBaseLogger | false;
}

/** Options with their defaults. */
export type Settings = Required<Omit<ServerOptions, 'model' | 'defaultModel' | 'trustProxy' | 'threads' | 'site'>>;

/** Fills in the defaults. Throws RangeError for what cannot be, and TypeError for keys that are none. */
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
