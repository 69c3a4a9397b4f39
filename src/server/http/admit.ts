import type { FastifyInstance, FastifyRequest } from 'fastify';

import { RequestError } from '../requestError.js';
import type { Settings } from '../serverOptions.js';
import { findKey, type ApiKey, type Scope } from './apiKeys.js';
import { TokenBuckets } from './tokenBuckets.js';

declare module 'fastify' {
  interface FastifyContextConfig {
    /** The scope that a key must have; without it the route needs no key. */
    readonly scope?: Scope;
  }
  interface FastifyRequest {
    /** The key of the request; null if none is needed. */
    apiKey: ApiKey | null;
  }
}

/** Wrong keys per second per address; more are answered with 429. */
const WRONG_KEYS = 10;

/** Admits requests that have a key with the route's scope and stay within the rate limit. */
export function admit(server: FastifyInstance, { keys, rateLimit }: Settings): void {
  const requests = rateLimit > 0 ? new TokenBuckets(rateLimit) : null;
  const failures = new TokenBuckets(WRONG_KEYS);
  server.decorateRequest('apiKey', null);
  server.addHook('onRequest', (request, _reply, done) => {
    const { scope } = request.routeOptions.config;
    if (scope !== undefined) request.apiKey = checkKey(request, scope, keys, failures);
    // Health checks come from orchestrators, which must not be turned away.
    if (requests !== null && !request.url.startsWith('/v2/health/')) {
      refuseIfTooMany(requests, request.apiKey?.name ?? request.ip, rateLimit);
    }
    done();
  });
}

function checkKey(
  request: FastifyRequest,
  scope: Scope,
  keys: readonly ApiKey[],
  failures: TokenBuckets,
): ApiKey | null {
  if (keys.length === 0) {
    if (scope !== 'admin') return null;
    throw new RequestError(403, 'no_keys', 'admin calls need a key with the scope admin, and this server has no keys');
  }
  const sent = keyIn(request);
  const key = sent === null ? undefined : findKey(keys, sent);
  if (key === undefined) {
    refuseIfTooMany(failures, request.ip, WRONG_KEYS);
    const text = sent === null ? 'a key is needed, as Authorization: Bearer or X-API-Key' : 'the key is not known';
    throw new RequestError(401, 'unauthorized', text, { 'www-authenticate': 'Bearer' });
  }
  if (!key.scopes.includes(scope)) {
    throw new RequestError(403, 'forbidden', `the key must have the scope ${scope}; it has ${key.scopes.join(', ')}`);
  }
  return key;
}

function keyIn({ headers }: FastifyRequest): string | null {
  const own = headers['x-api-key'];
  if (typeof own === 'string') return own;
  return /^Bearer +(\S+)$/i.exec(headers.authorization ?? '')?.[1] ?? null;
}

function refuseIfTooMany(buckets: TokenBuckets, client: string, rate: number): void {
  const wait = buckets.take(client);
  if (wait === 0) return;
  const seconds = Math.max(1, Math.ceil(wait));
  throw new RequestError(429, 'too_many_requests', `more than ${rate} per second`, { 'retry-after': String(seconds) });
}
