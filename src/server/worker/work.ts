// What the server's worker threads are given and what they answer.

/** A model as it goes to a worker: the two files. */
export interface ServedModelFiles {
  readonly name: string;
  readonly version: string;
  readonly configText: string;
  /** In shared memory, so that no worker needs a copy. */
  readonly weights: SharedArrayBuffer;
}

interface Work {
  /** Key of the model; each model that was ever loaded has its own, also if it replaces another. */
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

/** The HTTP answer to one request, with its body ready to be sent, and what to count. */
export interface HttpAnswer {
  readonly status: number;
  readonly contentType: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string | Uint8Array;
  /** Pictures or tensors' rows that were worked on. */
  readonly pictures: number;
  /** Milliseconds that decoding the pictures took. */
  readonly decodeMs: number;
}

/** What a worker is started with. */
export interface WorkerSettings {
  /** Largest width * height of a picture. */
  readonly maxPixels: number;
  /** Most pictures, or rows of a tensor, in one request. */
  readonly maxPictures: number;
}
