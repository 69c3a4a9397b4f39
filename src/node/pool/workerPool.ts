import type { ResourceLimits } from 'node:worker_threads';

import type { Job, Resource } from './messages.js';
import { PoolError, type PoolErrorReason } from './poolError.js';
import { WorkerHost } from './workerHost.js';

export interface WorkerPoolOptions<Work> {
  /** The module that each thread runs; it calls `answerWork`. */
  readonly module: URL;
  /** Passed to each thread when it starts, by structured clone. */
  readonly settings: unknown;
  /** Number of threads. */
  readonly threads: number;
  /** Limits of each thread's heap. @default those of Node */
  readonly resourceLimits?: ResourceLimits;
  /** Jobs that may wait while every thread works; the next is refused. */
  readonly queueSize: number;
  /** Milliseconds that a job may wait; Infinity sets no limit. */
  readonly queueTimeoutMs: number;
  /** Milliseconds that a thread may work on what it has taken. */
  readonly workTimeoutMs: number;
  /** Key of the resource that a job needs; null if it needs none. */
  readonly resourceOf: (work: Work) => string | null;
  /** Size of a job in bytes: a thread takes several small ones at a time. */
  readonly sizeOf: (work: Work) => number;
  /** A thread was lost; another is started. */
  readonly onLost: (reason: string) => void;
  /** A thread takes this many jobs at a time. */
  readonly onTaken: (jobs: number) => void;
}

interface Pending<Answer> {
  /** When it came, in milliseconds on the monotonic clock. */
  readonly since: number;
  readonly resolve: (answer: Answer) => void;
  readonly reject: (error: Error) => void;
  /** Key of its resource. */
  readonly key: string | null;
  /** Aborted if the answer is no longer wanted. */
  readonly signal: AbortSignal;
  readonly forgetSignal: () => void;
}

/**
 * Small jobs that wait are taken together, to send fewer messages between threads: at most this
 * many, and at most this many bytes.
 */
const MAX_TAKEN = 32;
const MAX_TAKEN_BYTES = 32 * 1024;
const SWEEP_MS = 50;

/**
 * Worker threads behind a bounded queue. Every promise of `run` settles: with the answer, or with
 * PoolError if the work was refused, cancelled or lost with its thread.
 */
export class WorkerPool<Work, Answer, Payload = never> {
  readonly #hosts: readonly WorkerHost<Work, Answer, Payload>[];
  readonly #resources = new Map<string, Resource<Payload>>();
  /** In the order in which they came. */
  #queue = new Map<number, Job<Work>>();
  readonly #pending = new Map<number, Pending<Answer>>();
  readonly #retired = new Set<string>();
  readonly #sweep: NodeJS.Timeout;
  #lastId = 0;
  #closed = false;

  constructor(readonly options: WorkerPoolOptions<Work>) {
    const { module, settings, threads, resourceLimits = {}, workTimeoutMs } = options;
    this.#hosts = Array.from(
      { length: threads },
      () =>
        new WorkerHost<Work, Answer, Payload>({
          module,
          settings,
          resourceLimits,
          workTimeoutMs,
          resources: () => [...this.#resources.values()],
          onFree: (host) => {
            this.#feed(host);
          },
          onAnswer: (id, answer) => {
            this.#settle(id, answer);
          },
          onLost: (job, others, reason) => {
            this.#lose(job, others, reason);
          },
        }),
    );
    this.#sweep = setInterval(() => {
      this.#refuseLate();
    }, SWEEP_MS);
    this.#sweep.unref();
  }

  /** Whether any thread can work. */
  get ready(): boolean {
    return this.#hosts.some(({ started }) => started);
  }

  /** Number of jobs that wait. */
  get depth(): number {
    return this.#queue.size;
  }

  /** Number of jobs that threads work on. */
  get working(): number {
    return this.#pending.size - this.#queue.size;
  }

  /** Whether the next job would be refused. */
  get full(): boolean {
    const { queueSize } = this.options;
    return this.#queue.size >= queueSize + this.#hosts.filter(({ free }) => free).length;
  }

  /**
   * Has a thread do some work. Rejects with PoolError: `full` if the queue has no room, `late` if
   * the work has waited too long and was not begun, `lost` if its thread has ended, `cancelled` if
   * `signal` was aborted before it was begun, `stopping` if the pool is closed.
   */
  run(work: Work, signal: AbortSignal): Promise<Answer> {
    if (this.#closed) return Promise.reject(new PoolError('stopping'));
    if (this.full) return Promise.reject(new PoolError('full'));
    return new Promise((resolve, reject) => {
      const id = ++this.#lastId;
      this.#queue.set(id, { id, work });
      const cancel = (): void => {
        if (this.#drop(id)) this.#fail(id, 'cancelled');
      };
      const forgetSignal = (): void => {
        signal.removeEventListener('abort', cancel);
      };
      const key = this.options.resourceOf(work);
      this.#pending.set(id, { since: performance.now(), resolve, reject, key, signal, forgetSignal });
      if (signal.aborted) cancel();
      else signal.addEventListener('abort', cancel, { once: true });
      const free = this.#hosts.find((host) => host.free);
      if (free !== undefined) this.#feed(free);
    });
  }

  /**
   * Loads a resource in every thread, also in those that are started later. Rejects with Error if
   * one of them cannot load it; then none has it.
   */
  async load(key: string, payload: Payload): Promise<void> {
    const resource = { key, payload };
    this.#resources.set(key, resource);
    const problems = await Promise.all(this.#hosts.map((host) => host.load(resource)));
    const problem = problems.find((text) => text !== null) ?? null;
    if (problem === null) return;
    this.unload(key);
    throw new Error(problem);
  }

  /** Forgets a resource, as soon as no job that needs it is left. */
  unload(key: string): void {
    this.#retired.add(key);
    this.#unloadRetired();
  }

  /**
   * Ends the threads and fails what is left. Rejects with Error if a thread does not end within
   * 10 s.
   */
  async close(): Promise<void> {
    this.#closed = true;
    clearInterval(this.#sweep);
    try {
      await Promise.all(this.#hosts.map((host) => host.close()));
    } finally {
      for (const id of [...this.#pending.keys()]) this.#fail(id, 'stopping');
    }
  }

  #feed(host: WorkerHost<Work, Answer, Payload>): void {
    const taken: Job<Work>[] = [];
    let bytes = 0;
    for (const job of this.#queue.values()) {
      bytes += this.options.sizeOf(job.work);
      if (taken.length > 0 && (bytes > MAX_TAKEN_BYTES || taken.length >= this.#share())) break;
      taken.push(job);
    }
    if (taken.length === 0) return;
    for (const { id } of taken) this.#drop(id);
    this.options.onTaken(taken.length);
    host.work(taken);
  }

  /** How many jobs a thread may take, so that something is left for the others. */
  #share(): number {
    return Math.min(MAX_TAKEN, Math.ceil(this.#queue.size / this.#hosts.length));
  }

  /** Takes a job out of the queue; false if it is not there any more. */
  #drop(id: number): boolean {
    return this.#queue.delete(id);
  }

  #settle(id: number, answer: Answer): void {
    this.#pending.get(id)?.resolve(answer);
    this.#forget(id);
  }

  #fail(id: number, reason: PoolErrorReason): void {
    this.#pending.get(id)?.reject(new PoolError(reason));
    this.#forget(id);
  }

  #forget(id: number): void {
    this.#pending.get(id)?.forgetSignal();
    this.#pending.delete(id);
    if (this.#retired.size > 0) this.#unloadRetired();
  }

  /** Fails the job that a thread was lost with, and queues again the rest of what it had taken. */
  #lose(job: Job<Work> | undefined, others: readonly Job<Work>[], reason: string): void {
    this.options.onLost(reason);
    const waiting = [...this.#queue.values()];
    for (const other of others) {
      if (this.#pending.get(other.id)?.signal.aborted === false) waiting.push(other);
      else this.#fail(other.id, 'cancelled');
    }
    waiting.sort((a, b) => a.id - b.id);
    this.#queue = new Map(waiting.map((waits) => [waits.id, waits]));
    if (job !== undefined) this.#fail(job.id, 'lost');
    for (const host of this.#hosts) if (host.free) this.#feed(host);
  }

  #refuseLate(): void {
    const { queueTimeoutMs } = this.options;
    const now = performance.now();
    for (const id of this.#queue.keys()) {
      if (now - (this.#pending.get(id)?.since ?? now) <= queueTimeoutMs) return; // the rest came later
      this.#drop(id);
      this.#fail(id, 'late');
    }
  }

  #unloadRetired(): void {
    const wanted = new Set([...this.#pending.values()].map(({ key }) => key));
    for (const key of this.#retired) {
      if (wanted.has(key)) continue;
      this.#retired.delete(key);
      // Not before: a thread that takes a lost one's place needs it too.
      this.#resources.delete(key);
      for (const host of this.#hosts) host.unload(key);
    }
  }
}
