import { createHash } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createServers, type Servers } from '../../dist/server/createServer.js';
import { TokenBuckets } from '../../src/server/http/tokenBuckets.js';

const sha256 = (key: string): string => createHash('sha256').update(key).digest('hex');
const keys = [
  { name: 'app', sha256: sha256('open sesame'), scopes: ['read'] as const },
  { name: 'operator', sha256: sha256('xyzzy'), scopes: ['admin', 'metrics'] as const },
];

let servers: Servers;
const get = (url: string, headers: Record<string, string> = {}, method: 'GET' | 'POST' = 'GET') =>
  servers.server.inject({ method, url, headers });

describe('keys', () => {
  beforeAll(() => {
    servers = createServers({ threads: 1, keys });
  });
  afterAll(() => servers.server.close());

  it('are required, except for health checks', async () => {
    expect((await get('/v2/models/standard')).statusCode).toBe(401);
    expect((await get('/v2/models/standard')).headers['www-authenticate']).toBe('Bearer');
    expect((await get('/v1/read', {}, 'POST')).json()).toEqual({
      error: 'unauthorized: a key is needed, as Authorization: Bearer or X-API-Key',
    });
    expect((await get('/v2/health/ready')).statusCode).toBe(200);
  });

  it('are accepted from either header, and from nowhere else', async () => {
    expect((await get('/v2/models/standard', { 'x-api-key': 'open sesame' })).statusCode).toBe(200);
    expect((await get('/metrics', { authorization: 'Bearer xyzzy' })).statusCode).toBe(200);
    expect((await get('/metrics?key=xyzzy')).statusCode).toBe(401);
  });

  it('are valid only for their scopes', async () => {
    const answer = await get('/metrics', { 'x-api-key': 'open sesame' });
    expect(answer.statusCode).toBe(403);
    expect(answer.json()).toEqual({ error: 'forbidden: the key must have the scope metrics; it has read' });
    expect((await get('/v1/admin/reload', { 'x-api-key': 'xyzzy' }, 'POST')).statusCode).toBe(200);
  });

  it('cannot be guessed: more than ten wrong ones per second get 429, while right ones are admitted', async () => {
    const statuses = new Map<number, number>();
    let refused;
    for (let i = 0; i < 1000; i++) {
      const answer = await get('/v2', { 'x-api-key': `guess ${i}` });
      statuses.set(answer.statusCode, (statuses.get(answer.statusCode) ?? 0) + 1);
      if (answer.statusCode === 429) refused = answer;
    }
    expect([...statuses.keys()].sort()).toEqual([401, 429]);
    expect(refused?.headers['retry-after']).toBe('1');
    expect((await get('/v2', { 'x-api-key': 'open sesame' })).statusCode).toBe(200);
  });
});

describe('without keys', () => {
  beforeAll(() => {
    servers = createServers({ threads: 1, rateLimit: 1 });
  });
  afterAll(() => servers.server.close());

  it('nobody may reload, and everybody may read within the rate limit', async () => {
    expect((await get('/v1/admin/reload', {}, 'POST')).statusCode).toBe(403);
    const answers = await Promise.all(Array.from({ length: 5 }, () => get('/v2')));
    expect(answers[0].statusCode).toBe(200);
    expect(answers.map(({ statusCode }) => statusCode)).toContain(429); // how many, the time decides
    expect((await get('/v2/health/live')).statusCode).toBe(200);
  });
});

describe('TokenBuckets', () => {
  it('limits each client to the rate and returns the time to wait', () => {
    let now = 0;
    const buckets = new TokenBuckets(2, () => now);
    expect([buckets.take('a'), buckets.take('a'), buckets.take('a')]).toEqual([0, 0, 0.5]);
    expect(buckets.take('b')).toBe(0);
    now = 500;
    expect([buckets.take('a'), buckets.take('a')]).toEqual([0, 0.5]);
  });

  it('forgets the oldest clients if there are too many', () => {
    const buckets = new TokenBuckets(1, () => 0, 2);
    for (const client of ['a', 'b', 'c']) buckets.take(client);
    expect(buckets.take('a')).toBe(0);
    expect(buckets.take('c')).toBe(1);
  });
});
