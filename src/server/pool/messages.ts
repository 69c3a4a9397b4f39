// All that the server's thread and its workers say to each other.

/** A model as it goes to a worker: the two files, and the key under which jobs name it. */
export interface ModelFiles {
  /** Unlike that of every model before, also of one that it replaces. */
  readonly key: string;
  readonly name: string;
  readonly version: string;
  readonly configText: string;
  /** In shared memory, so that no worker needs a copy. */
  readonly weights: SharedArrayBuffer;
}

interface Work {
  /** Key of the model. */
  readonly model: string;
  /** The body of the request, inflated. */
  readonly body: Uint8Array;
}

/** Read the pictures of a body. */
export interface ReadWork extends Work {
  readonly kind: 'read';
  /** The request's header; '' without. */
  readonly contentType: string;
  readonly alternatives: number;
  readonly targetError: number | null;
  /** Whether each picture is read as one digit. */
  readonly single: boolean;
}

/** Answer an inference request of the Open Inference Protocol. */
export interface InferWork extends Work {
  readonly kind: 'infer';
  /** The header Inference-Header-Content-Length; null without. */
  readonly headerLength: string | null;
}

export type AnyWork = ReadWork | InferWork;
export type Job = AnyWork & { readonly id: number };

/** What becomes of one job: an HTTP answer, whose body is ready to be sent, and what to count. */
export interface Answer {
  readonly status: number;
  readonly contentType: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string | Uint8Array;
  /** Pictures or tensors' rows that were worked on. */
  readonly pictures: number;
  /** Milliseconds that decoding the pictures took. */
  readonly decodeMs: number;
}

export type ToWorker =
  | { readonly type: 'load'; readonly model: ModelFiles }
  | { readonly type: 'unload'; readonly key: string }
  | { readonly type: 'work'; readonly jobs: readonly Job[] };

export type FromWorker =
  | { readonly type: 'started' }
  | { readonly type: 'loaded'; readonly key: string; readonly problem: string | null }
  | { readonly type: 'done'; readonly answers: readonly (Answer & { readonly id: number })[] };

/** What a worker is started with. */
export interface WorkerSettings {
  readonly models: readonly ModelFiles[];
  /** Largest width * height of a picture. */
  readonly maxPixels: number;
  /** Most pictures, or rows of a tensor, in one request. */
  readonly maxPictures: number;
  /** [1] in shared memory: which of the jobs it was given the thread works on. Where it is lost, the others are done by another. */
  readonly at: Int32Array<SharedArrayBuffer>;
}
