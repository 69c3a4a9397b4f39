import { Worker, type ResourceLimits } from 'node:worker_threads';

import { messageOf } from '../../messageOf.js';
import type { FromWorker, Job, Resource, StartData, ToWorker } from './messages.js';

export interface WorkerHostOptions<Work, Answer, Payload> {
  /** The module that the thread runs; it calls `answerWork`. */
  readonly module: URL;
  readonly settings: unknown;
  /** The resources that a new thread has from the start; read at each start. */
  readonly resources: () => readonly Resource<Payload>[];
  readonly resourceLimits: ResourceLimits;
  /** Milliseconds that jobs may take before the thread is ended. */
  readonly workTimeoutMs: number;
  /** The thread has started, or has finished its jobs: it can take more. */
  readonly onFree: (host: WorkerHost<Work, Answer, Payload>) => void;
  readonly onAnswer: (id: number, answer: Answer) => void;
  /**
   * The thread has ended, and another is being started. `job` is the one it worked on, if any; the
   * others were not begun and can be done by another thread.
   */
  readonly onLost: (job: Job<Work> | undefined, others: readonly Job<Work>[], reason: string) => void;
}

/**
 * Milliseconds before another try if a thread could not even start; twice as long for each further
 * try, up to 5 s.
 */
const FIRST_RETRY_MS = 100;
/** A thread may take at least this long to start and to load resources, whatever work may take. */
const MIN_START_MS = 60_000;
/** A thread that is being ended may take this long; `terminate` also stops endless loops. */
const CLOSE_MS = 10_000;

/** One worker thread, replaced by a new one if it throws, exits or works for too long. */
export class WorkerHost<Work, Answer, Payload> {
  #worker: Worker | null = null;
  #jobs: readonly Job<Work>[] = [];
  readonly #at = new Int32Array(new SharedArrayBuffer(4));
  #loads = new Map<string, { readonly resource: Resource<Payload>; readonly done: (problem: string | null) => void }>();
  #watch: NodeJS.Timeout | undefined;
  #retry: NodeJS.Timeout | undefined;
  #failedStarts = 0;
  #started = false;
  #closed = false;
  /** Why this host has ended its thread; null if it has not. */
  #ended: string | null = null;

  constructor(readonly options: WorkerHostOptions<Work, Answer, Payload>) {
    this.#start();
  }

  get started(): boolean {
    return this.#started;
  }

  get free(): boolean {
    return this.#started && this.#jobs.length === 0 && this.#loads.size === 0;
  }

  work(jobs: readonly Job<Work>[]): void {
    this.#jobs = jobs;
    Atomics.store(this.#at, 0, 0);
    this.#post({ type: 'work', jobs });
  }

  /** Resolves to null, or to the reason why the resource cannot be loaded. */
  load(resource: Resource<Payload>): Promise<string | null> {
    if (this.#closed) return Promise.resolve('the pool is closed'); // no thread would answer
    return new Promise((done) => {
      this.#loads.set(resource.key, { resource, done });
      this.#post({ type: 'load', resource });
    });
  }

  unload(key: string): void {
    this.#worker?.postMessage({ type: 'unload', key } satisfies ToWorker<Work, Payload>);
  }

  /** Ends the thread. Rejects with Error if it does not end within 10 s. */
  async close(): Promise<void> {
    this.#closed = true;
    clearTimeout(this.#watch);
    clearTimeout(this.#retry);
    this.#failLoads('the pool is closed');
    if (this.#worker === null) return;
    let overdue: NodeJS.Timeout | undefined;
    const late = new Promise<never>((_, reject) => {
      overdue = setTimeout(() => {
        reject(new Error(`a worker thread did not end within ${CLOSE_MS / 1000} s`));
      }, CLOSE_MS);
    });
    try {
      await Promise.race([this.#worker.terminate(), late]);
    } finally {
      clearTimeout(overdue);
    }
  }

  #post(message: ToWorker<Work, Payload>): void {
    this.#worker?.postMessage(message);
    this.#setWatch();
  }

  #start(): void {
    const { module, settings, resources, resourceLimits } = this.options;
    const workerData: StartData<Payload> = { settings, resources: resources(), at: this.#at };
    const worker = new Worker(module, { workerData, resourceLimits });
    let reason = 'it has exited';
    this.#worker = worker;
    this.#ended = null;
    worker.on('message', (message: FromWorker<Answer>) => {
      this.#receive(message);
    });
    worker.on('error', (error) => {
      reason = messageOf(error);
    });
    worker.on('exit', () => {
      this.#lose(this.#ended ?? reason);
    });
    // Those that were asked for while there was no thread.
    for (const { resource } of this.#loads.values()) this.#post({ type: 'load', resource });
    this.#setWatch();
  }

  #receive(message: FromWorker<Answer>): void {
    switch (message.type) {
      case 'started':
        this.#started = true;
        this.#failedStarts = 0;
        break;
      case 'loaded': {
        const load = this.#loads.get(message.key);
        this.#loads.delete(message.key);
        load?.done(message.problem);
        break;
      }
      case 'done':
        this.#jobs = [];
        for (const { id, answer } of message.answers) this.options.onAnswer(id, answer);
    }
    this.#setWatch();
    if (this.free) this.options.onFree(this);
  }

  /** Ends a thread that takes too long to start, load or work; its exit does the rest. */
  #setWatch(): void {
    clearTimeout(this.#watch);
    if (this.free || this.#closed) return;
    const { workTimeoutMs } = this.options;
    const works = this.#jobs.length > 0;
    const limit = works ? workTimeoutMs : Math.max(workTimeoutMs, MIN_START_MS);
    const task = works ? 'do its work' : this.#started ? 'load a resource' : 'start';
    this.#watch = setTimeout(() => {
      this.#ended = `it did not ${task} within ${limit / 1000} s`;
      void this.#worker?.terminate();
    }, limit);
  }

  #lose(reason: string): void {
    clearTimeout(this.#watch);
    const jobs = this.#jobs;
    const at = Atomics.load(this.#at, 0);
    const wasStarted = this.#started;
    this.#worker = null;
    this.#jobs = [];
    this.#started = false;
    this.#failLoads(`a worker thread has ended while it loaded a resource: ${reason}`);
    if (this.#closed) return; // the pool settles what was begun
    this.options.onLost(
      jobs.at(at),
      jobs.filter((_, i) => i !== at),
      reason,
    );
    if (wasStarted) this.#start();
    else {
      const waitMs = Math.min(FIRST_RETRY_MS * 2 ** this.#failedStarts++, 5000);
      this.#retry = setTimeout(() => {
        this.#start();
      }, waitMs);
    }
  }

  #failLoads(problem: string): void {
    const loads = [...this.#loads.values()];
    this.#loads.clear();
    for (const { done } of loads) done(problem);
  }
}
