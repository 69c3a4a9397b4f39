// All that a pool's thread and its workers say to each other.

/** Something that each worker keeps between jobs, such as a model. */
export interface Resource<Payload> {
  /** Jobs name it by this key. A key is used for one resource only, never for a later one. */
  readonly key: string;
  /** As it goes to the workers: by structured clone, so put large data in shared memory. */
  readonly payload: Payload;
}

export interface Job<Work> {
  readonly id: number;
  readonly work: Work;
}

export type ToWorker<Work, Payload> =
  | { readonly type: 'load'; readonly resource: Resource<Payload> }
  | { readonly type: 'unload'; readonly key: string }
  | { readonly type: 'work'; readonly jobs: readonly Job<Work>[] };

export type FromWorker<Answer> =
  | { readonly type: 'started' }
  | { readonly type: 'loaded'; readonly key: string; readonly problem: string | null }
  | { readonly type: 'done'; readonly answers: readonly { readonly id: number; readonly answer: Answer }[] };

/** What a worker is started with. */
export interface StartData<Payload> {
  readonly settings: unknown;
  readonly resources: readonly Resource<Payload>[];
  /**
   * [1] in shared memory: index of the job, among those the worker was given, that it works on. If
   * the worker is lost, the other jobs are done by another.
   */
  readonly at: Int32Array<SharedArrayBuffer>;
}
