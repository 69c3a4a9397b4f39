import { Worker } from 'node:worker_threads';

import { messageOf } from '../../node/explainSystemError.js';
import type { Answer, FromWorker, Job, ModelFiles, ToWorker, WorkerSettings } from './messages.js';

export interface WorkerHostOptions {
  /** The module that the thread runs. */
  readonly module: URL;
  /** What a new thread is started with; asked for again at each start. */
  readonly settings: () => Omit<WorkerSettings, 'at'>;
  /** Milliseconds that jobs may take before the thread is ended. */
  readonly workTimeoutMs: number;
  /** The thread has started, or has finished its jobs: it can take more. */
  readonly onFree: (host: WorkerHost) => void;
  readonly onAnswer: (id: number, answer: Answer) => void;
  /** The thread is gone, and the job with it that it worked on, if any; the others can be done by another, which is being started. */
  readonly onLost: (job: Job | undefined, others: readonly Job[], reason: string) => void;
}

/** After this many milliseconds a thread that could not even start is tried again, twice as long each time, up to 5 s. */
const FIRST_RETRY_MS = 100;
/** Starting a thread and building its models may take this long at least, whatever work may take. */
const MIN_START_MS = 60_000;
/** Far above what parsing a body takes; pictures and weights are outside of this heap. */
const MAX_HEAP_MB = 512;
/** Half of what it could be: garbage of requests dies young, and memory settles sooner. */
const MAX_YOUNG_MB = 12;

/** One worker thread, and the next one in its place where it throws, exits or works for too long. */
export class WorkerHost {
  #worker: Worker | null = null;
  #jobs: readonly Job[] = [];
  readonly #at = new Int32Array(new SharedArrayBuffer(4));
  #loads = new Map<string, { readonly model: ModelFiles; readonly done: (problem: string | null) => void }>();
  #watch: NodeJS.Timeout | undefined;
  #retry: NodeJS.Timeout | undefined;
  #failedStarts = 0;
  #started = false;
  #closed = false;
  /** Why the thread was ended, where it was. */
  #ended: string | null = null;

  constructor(readonly options: WorkerHostOptions) {
    this.#start();
  }

  get started(): boolean {
    return this.#started;
  }

  get free(): boolean {
    return this.#started && this.#jobs.length === 0 && this.#loads.size === 0;
  }

  work(jobs: readonly Job[]): void {
    this.#jobs = jobs;
    Atomics.store(this.#at, 0, 0);
    this.#post({ type: 'work', jobs });
  }

  /** Resolves to null, or to why the model cannot be loaded. */
  load(model: ModelFiles): Promise<string | null> {
    if (this.#closed) return Promise.resolve('the server stops'); // no thread would answer
    return new Promise((done) => {
      this.#loads.set(model.key, { model, done });
      this.#post({ type: 'load', model });
    });
  }

  unload(key: string): void {
    this.#worker?.postMessage({ type: 'unload', key } satisfies ToWorker);
  }

  async close(): Promise<void> {
    this.#closed = true;
    clearTimeout(this.#watch);
    clearTimeout(this.#retry);
    await this.#worker?.terminate();
  }

  #post(message: ToWorker): void {
    this.#worker?.postMessage(message);
    this.#setWatch();
  }

  #start(): void {
    const { module, settings } = this.options;
    const worker = new Worker(module, {
      workerData: { ...settings(), at: this.#at } satisfies WorkerSettings,
      resourceLimits: { maxOldGenerationSizeMb: MAX_HEAP_MB, maxYoungGenerationSizeMb: MAX_YOUNG_MB },
    });
    let reason = 'it has exited';
    this.#worker = worker;
    this.#ended = null;
    worker.on('message', (message: FromWorker) => {
      this.#receive(message);
    });
    worker.on('error', (error) => {
      reason = messageOf(error);
    });
    worker.on('exit', () => {
      this.#lose(this.#ended ?? reason);
    });
    for (const { model } of this.#loads.values()) this.#post({ type: 'load', model }); // asked for between two threads
    this.#setWatch();
  }

  #receive(message: FromWorker): void {
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
        for (const { id, ...answer } of message.answers) this.options.onAnswer(id, answer);
    }
    this.#setWatch();
    if (this.free) this.options.onFree(this);
  }

  /** Ends a thread that works for too long; its exit does the rest. */
  #setWatch(): void {
    clearTimeout(this.#watch);
    if (this.free || this.#closed) return;
    const { workTimeoutMs } = this.options;
    const limit = this.#jobs.length > 0 ? workTimeoutMs : Math.max(workTimeoutMs, MIN_START_MS);
    const what = this.#jobs.length > 0 ? 'do its work' : this.#started ? 'load a model' : 'start';
    this.#watch = setTimeout(() => {
      this.#ended = `it did not ${what} within ${limit / 1000} s`;
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
    const loads = [...this.#loads.values()];
    this.#loads.clear();
    for (const { done } of loads) done(`a worker thread has ended while it loaded the model: ${reason}`);
    if (this.#closed) return; // who has closed it, settles what was begun
    this.options.onLost(
      jobs.at(at),
      jobs.filter((_, i) => i !== at),
      reason,
    );
    if (wasStarted) this.#start();
    else {
      const wait = Math.min(FIRST_RETRY_MS * 2 ** this.#failedStarts++, 5000);
      this.#retry = setTimeout(() => {
        this.#start();
      }, wait);
    }
  }
}
