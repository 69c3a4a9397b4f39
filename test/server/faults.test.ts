import { randomUUID } from 'node:crypto';
import { rmSync, writeFileSync } from 'node:fs';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { createServers, type Servers } from '../../dist/server/createServer.js';
import type { ServerOptions } from '../../dist/server/serverOptions.js';
import { forgetPeak, residentMemory, untilClosed } from '../support/servedProcess.js';
import { waitUntil, within } from '../support/waitUntil.js';

const MAX_GROWTH = 150 * 1024 * 1024;

let servers: Servers;
let url: string;
let baseline: number;

async function start(options: ServerOptions): Promise<void> {
  servers = createServers({ threads: 1, ...options }, new URL('../support/faultyWorker.js', import.meta.url));
  url = await servers.server.listen({ port: 0 });
  baseline = residentMemory(process.pid)?.now ?? 0;
  forgetPeak(process.pid);
}

const gates: string[] = [];
afterEach(async () => {
  for (const gate of gates) writeFileSync(gate, '');
  if (servers.server.server.listening) expect(await answerOf('a')).toEqual({ status: 200, text: 'did a' });
  const memory = residentMemory(process.pid);
  if (memory !== null) expect(memory.peak - baseline).toBeLessThan(MAX_GROWTH);
  await within('the server to close', servers.server.close());
  for (const gate of gates.splice(0)) rmSync(gate);
});

const send = (body: string): Promise<Response> =>
  within(`an answer to ${body.slice(0, 9)}`, fetch(`${url}/v1/read`, { method: 'POST', body }));
const answerOf = async (body: string): Promise<{ status: number; text: string }> => {
  const answer = await send(body);
  return { status: answer.status, text: await answer.text() };
};

describe('a worker thread', () => {
  it.each([
    ['throws', 't'],
    ['exits', 'e'],
    ['spins for longer than it may', 's'],
  ])('that %s costs its own request alone, and another takes its place', async (_, fault) => {
    await start({ workTimeoutMs: 2000, queueTimeoutMs: 600_000 });
    expect(await answerOf('a')).toEqual({ status: 200, text: 'did a' });
    const failed = await answerOf(fault);
    expect(failed).toEqual({ status: 500, text: expect.stringContaining('worker_lost: ') as string });
    expect(await answerOf('b')).toEqual({ status: 200, text: 'did b' });
    expect(await (await fetch(`${url}/metrics`)).text()).toContain('numerist_threads_lost_total 1');
  });
});

/** A request that keeps the one thread busy until `release`. */
async function occupy(): Promise<{ readonly answer: Promise<Response>; readonly release: () => void }> {
  const gate = join(tmpdir(), `numerist-gate-${randomUUID()}`);
  gates.push(gate);
  const answer = send(`w${gate}`);
  await waitUntil('the thread to take the request that keeps it busy', () => servers.context.pool.working === 1);
  return {
    answer,
    release: () => {
      writeFileSync(gate, '');
    },
  };
}

describe('the queue', () => {
  it('refuses exactly what is over its size, at once, and answers the rest', async () => {
    await start({ queueSize: 5 });
    const busy = await occupy();
    const waiting = Array.from({ length: 7 }, () => send('a'));
    const refused: Response[] = [];
    for (const answer of waiting) void answer.then((response) => response.status === 503 && refused.push(response));
    await waitUntil('two refusals', () => refused.length === 2); // while the thread is busy
    expect(refused[0].headers.get('retry-after')).toBe('1');
    expect(await refused[0].json()).toEqual({ error: 'queue_full: 5 requests wait' });
    busy.release();
    const statuses = (await Promise.all(waiting)).map(({ status }) => status);
    expect(statuses.sort()).toEqual([200, 200, 200, 200, 200, 503, 503]);
    expect((await busy.answer).status).toBe(200);
  });

  it('does not begin what has waited too long', async () => {
    await start({ queueTimeoutMs: 50 });
    const busy = await occupy();
    const late = await answerOf('t'); // begun, it would end the thread
    expect(late).toEqual({ status: 504, text: '{"error":"deadline_passed: waited longer than 50 ms, not begun"}' });
    busy.release();
    expect((await busy.answer).status).toBe(200);
    const metrics = await (await fetch(`${url}/metrics`)).text();
    expect(metrics).toContain('numerist_rejected_total{reason="deadline_passed"} 1');
    expect(metrics).toContain('numerist_threads_lost_total 0');
  });

  it('is not told the wrong time by a clock that jumps', async () => {
    await start({ queueTimeoutMs: 600_000 });
    const busy = await occupy();
    const waiting = send('a');
    await waitUntil('a request in the queue', () => servers.context.pool.depth === 1);
    vi.useFakeTimers({ toFake: ['Date'] });
    try {
      for (const hours of [1, -1]) {
        vi.setSystemTime(Date.now() + hours * 3_600_000);
        await wait(200); // more than the queue takes to look at what is late
      }
      expect(servers.context.pool.depth).toBe(1);
      busy.release();
      expect([(await busy.answer).status, (await waiting).status]).toEqual([200, 200]);
    } finally {
      vi.useRealTimers();
    }
  });

  it('drops what nobody waits for any more', async () => {
    await start({ queueTimeoutMs: 600_000 });
    const { pool } = servers.context;
    const busy = await occupy();
    const socket = connect(Number(new URL(url).port), '127.0.0.1');
    socket.write('POST /v1/read HTTP/1.1\r\nHost: x\r\nContent-Length: 1\r\n\r\nt');
    await waitUntil('a request in the queue', () => pool.depth === 1);
    socket.destroy();
    await waitUntil('an empty queue', () => pool.depth === 0);
    busy.release();
    expect((await busy.answer).status).toBe(200);
    expect((await answerOf('a')).status).toBe(200);
    const metrics = await (await fetch(`${url}/metrics`)).text();
    expect(metrics).toContain('numerist_threads_lost_total 0');
    expect(metrics).toContain('numerist_requests_total{route="/v1/read",code="499"} 1');
  });

  it('takes small requests together, and loses only the one that a thread was lost with', async () => {
    await start({ queueTimeoutMs: 600_000 });
    const busy = await occupy();
    const bodies = ['a', 'b', 't', 'c', 'e', 'd'];
    const together = bodies.map((body) => answerOf(body));
    await waitUntil('all requests in the queue', () => servers.context.pool.depth === bodies.length);
    busy.release();
    const answers = await Promise.all(together);
    expect(answers.map(({ status }) => status)).toEqual([200, 200, 500, 200, 500, 200]);
    expect(answers.filter(({ status }) => status === 200).map(({ text }) => text)).toEqual(
      ['a', 'b', 'c', 'd'].map((body) => `did ${body}`),
    );
    expect((await busy.answer).status).toBe(200);
    const metrics = await (await fetch(`${url}/metrics`)).text();
    expect(metrics).toContain('numerist_threads_lost_total 2');
    expect(metrics).toContain('numerist_batch_size_sum 16'); // the first alone, then 6, 5 and 4
  });
});

describe('the memory for bodies', () => {
  it('is taken until a request is answered, and then given back', async () => {
    await start({ maxBytes: 1000, queueTimeoutMs: 600_000 });
    const busy = await occupy();
    const statuses: number[] = [];
    const waiting = Array.from({ length: 20 }, async () => statuses.push((await answerOf('a'.repeat(1000))).status));
    await waitUntil('13 refusals', () => statuses.length === 13); // with the first request, seven of them are what there is room for
    expect(new Set(statuses)).toEqual(new Set([503]));
    busy.release();
    await Promise.all(waiting);
    expect(statuses.slice(13)).toEqual(Array(7).fill(200));
    expect((await answerOf('a'.repeat(1000))).status).toBe(200);
  });

  it('is given back where a body was too long', async () => {
    await start({ maxBytes: 100_000 });
    for (let i = 0; i < 20; i++) {
      const socket = connect(Number(new URL(url).port), '127.0.0.1');
      socket.on('error', () => undefined);
      socket.write('POST /v1/read HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n');
      for (let chunk = 0; chunk < 100; chunk++) socket.write(`2710\r\n${'a'.repeat(10_000)}\r\n`); // and no end
      await untilClosed(socket);
    }
    expect(await answerOf('a')).toEqual({ status: 200, text: 'did a' });
  });
});

it('answers all that has begun before it closes', async () => {
  await start({ queueTimeoutMs: 600_000 });
  const busy = await occupy();
  const begun = Array.from({ length: 20 }, () => send('a'));
  await waitUntil('20 requests in the queue', () => servers.context.pool.depth === 20);
  const closed = servers.server.close();
  busy.release();
  expect((await Promise.all(begun)).map(({ status }) => status)).toEqual(Array(20).fill(200));
  await within('the server to close', closed);
  await expect(send('a')).rejects.toThrow('fetch failed');
});
