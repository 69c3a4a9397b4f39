import { afterEach, describe, expect, it, vi } from 'vitest';

import { PoolError } from '../../dist/node/pool/poolError.js';
import { WorkerPool } from '../../dist/node/pool/workerPool.js';

interface Sum {
  readonly key: string | null;
  readonly plus: number;
  /** Keeps the thread busy while it is 0. */
  readonly gate?: Int32Array<SharedArrayBuffer>;
  readonly fault?: boolean;
}

let pool: WorkerPool<Sum, number, number>;
let losses: string[] = [];

function start(
  options: { readonly threads?: number; readonly queueSize?: number; readonly queueTimeoutMs?: number } = {},
) {
  losses = [];
  pool = new WorkerPool({
    module: new URL('../support/sumWorker.js', import.meta.url),
    settings: { base: 100 },
    threads: options.threads ?? 1,
    queueSize: options.queueSize ?? 10,
    queueTimeoutMs: options.queueTimeoutMs ?? 600_000,
    workTimeoutMs: 60_000,
    resourceOf: ({ key }) => key,
    sizeOf: () => 8,
    onLost: (reason) => losses.push(reason),
    onTaken: () => undefined,
  });
}
afterEach(() => pool.close());

const run = (work: Sum, signal = new AbortController().signal): Promise<number> => pool.run(work, signal);
/** The reason why the pool has not done some work. */
const reasonOf = (running: Promise<unknown>): Promise<unknown> =>
  running.then(
    () => 'done',
    (error: unknown) => (error instanceof PoolError ? error.reason : error),
  );

/** Keeps the only thread busy until `release`. */
async function occupy() {
  await vi.waitFor(
    () => {
      expect(pool.ready).toBe(true);
    },
    { timeout: 60_000 },
  );
  const gate = new Int32Array(new SharedArrayBuffer(4));
  const busy = run({ key: null, plus: 0, gate });
  expect(pool.working).toBe(1);
  return {
    busy,
    release: () => {
      Atomics.store(gate, 0, 1);
      Atomics.notify(gate, 0);
    },
  };
}

it('answers with its settings and resources, in every thread', async () => {
  start({ threads: 2 });
  await pool.load('ten', 10);
  const sums = [1, 2, 3, 4].map((plus) => run({ key: 'ten', plus }));
  expect(await Promise.all(sums)).toEqual([111, 112, 113, 114]);
  expect(await run({ key: null, plus: 1 })).toBe(101);
});

it('rejects with the reason why a resource cannot be loaded', async () => {
  start({ threads: 2 });
  await expect(pool.load('bad', -1)).rejects.toThrow('resources must not be negative. Received -1');
  expect(await run({ key: null, plus: 1 })).toBe(101);
});

it('has the resources in the thread that takes the place of a lost one', async () => {
  start();
  await pool.load('ten', 10);
  expect(await reasonOf(run({ key: null, plus: 0, fault: true }))).toBe('lost');
  expect(await run({ key: 'ten', plus: 1 })).toBe(111);
  expect(losses).toEqual(['thrown on purpose']);
});

describe('rejects with PoolError', () => {
  it('full: the queue has no room', async () => {
    start({ queueSize: 1 });
    const { busy, release } = await occupy();
    const waiting = run({ key: null, plus: 1 });
    expect(pool.full).toBe(true);
    expect(await reasonOf(run({ key: null, plus: 2 }))).toBe('full');
    release();
    expect(await Promise.all([busy, waiting])).toEqual([100, 101]);
  });

  it('late: the work has waited too long', async () => {
    start({ queueTimeoutMs: 50 });
    const { busy, release } = await occupy();
    expect(await reasonOf(run({ key: null, plus: 1 }))).toBe('late');
    release();
    expect(await busy).toBe(100);
  });

  it('cancelled: the signal was aborted, before or while the work waited', async () => {
    start();
    const { busy, release } = await occupy();
    const gone = new AbortController();
    const waiting = reasonOf(run({ key: null, plus: 1 }, gone.signal));
    gone.abort();
    expect(await waiting).toBe('cancelled');
    expect(await reasonOf(run({ key: null, plus: 1 }, gone.signal))).toBe('cancelled');
    release();
    expect(await busy).toBe(100);
  });

  it('stopping: the pool was closed, before or while the work waited', async () => {
    start();
    const { busy } = await occupy();
    const reasons = [reasonOf(busy), reasonOf(run({ key: null, plus: 1 }))];
    await pool.close();
    expect(await Promise.all(reasons)).toEqual(['stopping', 'stopping']);
    expect(await reasonOf(run({ key: null, plus: 1 }))).toBe('stopping');
    await expect(pool.load('ten', 10)).rejects.toThrow('the pool is closed');
    expect(losses).toEqual([]);
  });
});
