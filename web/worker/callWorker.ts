import type { AnswerMessage, CallMessage, Calls } from './answerCalls.js';

export interface CallOptions<News> {
  /** Called with the news that the worker sends before it answers. */
  readonly onNews?: (news: News) => void;
  /** Buffers of the request that are handed over to the worker instead of being copied. */
  readonly transfer?: Transferable[];
}

/** A worker that answers calls. */
export interface Calling<C extends Calls<C>> {
  /** Rejects with Error if the worker reports one or could not start. */
  call<Name extends keyof C & string>(
    name: Name,
    request: C[Name]['request'],
    options?: CallOptions<C[Name]['news']>,
  ): Promise<C[Name]['answer']>;
  /** Ends the worker; pending calls never settle. */
  close(): void;
}

/** The page's side of `answerCalls`. */
export function callWorker<C extends Calls<C>>(worker: Worker): Calling<C> {
  const waiting = new Map<number, { settle: (message: AnswerMessage) => void }>();
  let calls = 0;
  worker.addEventListener('message', ({ data }: MessageEvent<AnswerMessage>) => {
    waiting.get(data.id)?.settle(data);
  });
  worker.addEventListener('error', (event) => {
    const message = `the worker failed: ${event.message || 'its script could not be loaded. Reload the page'}.`;
    for (const [id, { settle }] of waiting) settle({ id, type: 'error', message });
  });
  return {
    call(name, request, { onNews, transfer = [] } = {}) {
      const id = ++calls;
      return new Promise((resolve, reject) => {
        const settle = (message: AnswerMessage): void => {
          if (message.type === 'news') {
            onNews?.(message.value);
            return;
          }
          waiting.delete(id);
          if (message.type === 'error') reject(new Error(message.message));
          else resolve(message.value);
        };
        waiting.set(id, { settle });
        const message: CallMessage = { id, name, request };
        worker.postMessage(message, transfer);
      });
    },
    close() {
      worker.terminate();
    },
  };
}
