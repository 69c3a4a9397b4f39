import { RequestError } from '../requestError.js';
import type { Answer, AnyWork, Job, ModelFiles, WorkerSettings } from './messages.js';
import { WorkerHost } from './workerHost.js';

export interface WorkerPoolOptions extends Omit<WorkerSettings, 'models' | 'at'> {
  /** The module that each thread runs. */
  readonly module: URL;
  /** Number of threads. */
  readonly threads: number;
  /** Requests that may wait while every thread works; the next is refused. */
  readonly queueSize: number;
  /** Milliseconds that a request may wait. */
  readonly queueTimeoutMs: number;
  /** Milliseconds that a thread may work on what it has taken. */
  readonly workTimeoutMs: number;
  /** A thread was lost; another is started. */
  readonly onLost: (reason: string) => void;
  /** A thread takes this many requests at a time. */
  readonly onTaken: (requests: number) => void;
}

interface Pending {
  /** When it came, in milliseconds on the monotonic clock. */
  readonly since: number;
  readonly resolve: (answer: Answer) => void;
  readonly reject: (error: Error) => void;
  /** Of the model. */
  readonly key: string;
  /** Aborted where nobody waits for the answer any more. */
  readonly signal: AbortSignal;
  readonly forgetSignal: () => void;
}

/** Small requests that wait are taken together: fewer messages between threads. Together they are at most this large. */
const MAX_TAKEN = 32;
const MAX_TAKEN_BYTES = 32 * 1024;
const SWEEP_MS = 50;

/** Worker threads behind a queue with an end. Every promise that `run` gives is settled, whatever becomes of the threads. */
export class WorkerPool {
  readonly #hosts: readonly WorkerHost[];
  readonly #models = new Map<string, ModelFiles>();
  /** In the order in which they came. */
  #queue = new Map<number, Job>();
  readonly #pending = new Map<number, Pending>();
  readonly #retired = new Set<string>();
  readonly #sweep: NodeJS.Timeout;
  #lastId = 0;
  #closed = false;

  constructor(
    readonly options: WorkerPoolOptions,
    models: readonly ModelFiles[],
  ) {
    for (const model of models) this.#models.set(model.key, model);
    const { module, threads, maxPixels, maxPictures, workTimeoutMs } = options;
    this.#hosts = Array.from(
      { length: threads },
      () =>
        new WorkerHost({
          module,
          workTimeoutMs,
          settings: () => ({ models: [...this.#models.values()], maxPixels, maxPictures }),
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

  /** Requests that wait. */
  get depth(): number {
    return this.#queue.size;
  }

  /** Requests that threads work on. */
  get working(): number {
    return this.#pending.size - this.#queue.size;
  }

  /** Whether the next request would be refused. */
  get full(): boolean {
    const { queueSize } = this.options;
    return this.#queue.size >= queueSize + this.#hosts.filter(({ free }) => free).length;
  }

  /** The error for a request that there is no room for. */
  queueFull(): RequestError {
    return new RequestError(503, 'queue_full', `${this.options.queueSize} requests wait`, { 'retry-after': '1' });
  }

  /**
   * Has a thread do some work. Rejects with RequestError: 503 where the queue is full, 504 where the work has waited too long
   * (then it is not done), 500 where the thread was lost, and 499 where `signal` was aborted before.
   */
  run(work: AnyWork, signal: AbortSignal): Promise<Answer> {
    if (this.#closed) return Promise.reject(stopping());
    if (this.full) return Promise.reject(this.queueFull());
    return new Promise((resolve, reject) => {
      const id = ++this.#lastId;
      const job: Job = { ...work, id };
      this.#queue.set(id, job);
      const cancel = (): void => {
        if (this.#drop(id)) this.#fail(id, cancelled());
      };
      const forgetSignal = (): void => {
        signal.removeEventListener('abort', cancel);
      };
      this.#pending.set(id, { since: performance.now(), resolve, reject, key: work.model, signal, forgetSignal });
      if (signal.aborted) cancel();
      else signal.addEventListener('abort', cancel, { once: true });
      const free = this.#hosts.find((host) => host.free);
      if (free !== undefined) this.#feed(free);
    });
  }

  /** Loads a model in every thread. Rejects with Error where one of them cannot; then none has it. */
  async load(model: ModelFiles): Promise<void> {
    this.#models.set(model.key, model);
    const problems = await Promise.all(this.#hosts.map((host) => host.load(model)));
    const problem = problems.find((text) => text !== null) ?? null;
    if (problem === null) return;
    this.unload(model.key);
    throw new Error(problem);
  }

  /** Forgets a model, as soon as no request waits for it. */
  unload(key: string): void {
    this.#retired.add(key);
    this.#unloadRetired();
  }

  async close(): Promise<void> {
    this.#closed = true;
    clearInterval(this.#sweep);
    await Promise.all(this.#hosts.map((host) => host.close()));
    for (const id of [...this.#pending.keys()]) this.#fail(id, stopping());
  }

  #feed(host: WorkerHost): void {
    const taken: Job[] = [];
    let bytes = 0;
    for (const job of this.#queue.values()) {
      bytes += job.body.length;
      if (taken.length > 0 && (bytes > MAX_TAKEN_BYTES || taken.length >= this.#share())) break;
      taken.push(job);
    }
    if (taken.length === 0) return;
    for (const { id } of taken) this.#drop(id);
    this.options.onTaken(taken.length);
    host.work(taken);
  }

  /** How many a thread may take, so that something is left for the others. */
  #share(): number {
    return Math.min(MAX_TAKEN, Math.ceil(this.#queue.size / this.#hosts.length));
  }

  /** Takes a request out of the queue; false where it is not there any more. */
  #drop(id: number): boolean {
    return this.#queue.delete(id);
  }

  #settle(id: number, answer: Answer): void {
    this.#pending.get(id)?.resolve(answer);
    this.#forget(id);
  }

  #fail(id: number, error: Error): void {
    this.#pending.get(id)?.reject(error);
    this.#forget(id);
  }

  #forget(id: number): void {
    this.#pending.get(id)?.forgetSignal();
    this.#pending.delete(id);
    if (this.#retired.size > 0) this.#unloadRetired();
  }

  /** Fails what a thread was lost with, and lets others do the rest of what it had taken, if it is still wanted. */
  #lose(job: Job | undefined, others: readonly Job[], reason: string): void {
    this.options.onLost(reason);
    const waiting = [...this.#queue.values()];
    for (const other of others) {
      if (this.#pending.get(other.id)?.signal.aborted === false) waiting.push(other);
      else this.#fail(other.id, cancelled());
    }
    waiting.sort((a, b) => a.id - b.id);
    this.#queue = new Map(waiting.map((waits) => [waits.id, waits]));
    if (job !== undefined) {
      this.#fail(job.id, new RequestError(500, 'worker_lost', 'the thread that worked on this request has ended'));
    }
    for (const host of this.#hosts) if (host.free) this.#feed(host);
  }

  #refuseLate(): void {
    const { queueTimeoutMs } = this.options;
    const now = performance.now();
    for (const id of this.#queue.keys()) {
      if (now - (this.#pending.get(id)?.since ?? now) <= queueTimeoutMs) return; // those behind it came later
      this.#drop(id);
      this.#fail(id, new RequestError(504, 'deadline_passed', `waited longer than ${queueTimeoutMs} ms, not begun`));
    }
  }

  #unloadRetired(): void {
    const wanted = new Set([...this.#pending.values()].map(({ key }) => key));
    for (const key of this.#retired) {
      if (wanted.has(key)) continue;
      this.#retired.delete(key);
      this.#models.delete(key); // not before: a thread that takes a lost one's place has to know it too
      for (const host of this.#hosts) host.unload(key);
    }
  }
}

function stopping(): RequestError {
  return new RequestError(503, 'stopping', 'the server stops');
}

function cancelled(): RequestError {
  return new RequestError(499, 'cancelled', 'the client has closed the connection');
}
