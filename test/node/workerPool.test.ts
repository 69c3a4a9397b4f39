import { randomUUID } from 'node:crypto';
import { readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { getPriority, tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, expect, it } from 'vitest';
import { readModelFiles } from '../../dist/server/models/readModelFiles.js';
import { createServerPool, runWork, type ServerPool } from '../../dist/server/serverPool.js';
import { waitUntil } from '../support/waitUntil.js';

const FAULTY = new URL('../support/faultyWorker.js', import.meta.url);
const picture = readFileSync(new URL('../../samples/seven-pencil.png', import.meta.url));
const REAL = new URL('../../dist/server/worker/inferenceWorker.js', import.meta.url);

let pool: ServerPool;
let lost = 0;
let taken: number[] = [];

function start(module: URL): void {
  lost = 0;
  taken = [];
  pool = createServerPool({
    module,
    threads: 1,
    maxPixels: 1e6,
    maxPictures: 10,
    queueSize: 100,
    queueTimeoutMs: 600_000,
    workTimeoutMs: 60_000,
    onLost: () => lost++,
    onTaken: (requests) => taken.push(requests),
  });
}
afterEach(() => pool.close());

/** The real worker, with the same model as `old` and as `new`. */
async function startWithModels(): Promise<void> {
  start(REAL);
  const { configText, weights } = readModelFiles('models/small');
  for (const key of ['old', 'new']) await pool.load(key, { name: 'small', version: '1', configText, weights });
}

/** The status that a request is answered with; of an error, too. */
function read(body: Uint8Array, model = 'old', signal = new AbortController().signal): Promise<number> {
  const work = { kind: 'read', model, body, contentType: '', alternatives: 0, targetError: null } as const;
  return runWork(pool, work, signal).then(
    ({ status }) => status,
    (error: unknown) => (error as { status: number }).status,
  );
}

it('answers with a replaced model what has waited for it, also where a thread was lost', async () => {
  await startWithModels();
  const before = [read(picture), read(picture)]; // the first alone; the second is not what the thread is lost with
  const fault = read(picture, 'a model that is not there'); // the thread ends with it
  const waiting = [read(picture), read(picture)];
  pool.unload('old');
  expect([...(await Promise.all(before)), await fault, ...(await Promise.all(waiting))]).toEqual([
    200, 200, 500, 200, 200,
  ]);
  expect(lost).toBe(1);
  expect(await read(picture, 'new')).toBe(200);
});

it('lets go of a model for which nothing waits', async () => {
  await startWithModels();
  expect(await read(picture)).toBe(200);
  pool.unload('old');
  expect(await read(picture)).toBe(500); // the thread ends, because it does not know the model any more
  expect(await read(picture, 'new')).toBe(200);
});

it('settles what is asked of it when it is closed', async () => {
  start(FAULTY);
  await pool.close();
  expect(await read(picture)).toBe(503);
  const model = { name: 'small', version: '1', configText: '', weights: new SharedArrayBuffer(0) };
  await expect(pool.load('late', model)).rejects.toThrow('the pool is closed');
});

it('does not do again what a thread was lost with and nobody waits for any more', async () => {
  start(FAULTY);
  const gates = ['first', 'second'].map((name) => join(tmpdir(), `numerist-${name}-${randomUUID()}`));
  const bytes = (text: string): Uint8Array => Buffer.from(text);
  const busy = read(bytes(`w${gates[0]}`));
  await waitUntil('the thread to take the first request', () => pool.working > 0);
  const gone = new AbortController();
  const together = [
    read(bytes(`w${gates[1]}`)),
    read(bytes('t')),
    read(bytes('e'), 'old', gone.signal),
    read(bytes('a')),
  ];
  writeFileSync(gates[0], '');
  expect(await busy).toBe(200);
  await waitUntil('the thread to take the others together', () => taken.length > 1);
  gone.abort();
  writeFileSync(gates[1], '');
  expect(await Promise.all(together)).toEqual([200, 500, 499, 200]);
  expect(lost).toBe(1);
  for (const gate of gates) rmSync(gate);
});

it.skipIf(process.platform !== 'linux')(
  'lets the thread that speaks with clients go before those that read',
  async () => {
    const before = nicer();
    await startWithModels();
    expect(nicer() - before).toBe(1);
  },
);

/** Threads of this process with a lower priority than it has. */
function nicer(): number {
  const niceness = readdirSync('/proc/self/task').map((thread) => {
    const stat = readFileSync(`/proc/self/task/${thread}/stat`, 'utf8');
    return Number(stat.slice(stat.lastIndexOf(')') + 2).split(' ')[16]); // field 19; the name before may have spaces
  });
  return niceness.filter((nice) => nice > getPriority()).length;
}
