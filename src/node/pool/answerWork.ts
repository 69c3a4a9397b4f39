import { parentPort, workerData } from 'node:worker_threads';

import { messageOf } from '../../messageOf.js';
import type { FromWorker, Resource, StartData, ToWorker } from './messages.js';

/** What a worker does for its pool. */
export interface Answerer<Work, Answer, Payload, Loaded> {
  /** Makes a resource ready for jobs. What it throws is reported to the pool's `load`. */
  load(payload: Payload): Loaded | Promise<Loaded>;
  /**
   * Does one job with the resources that are loaded, by key. Anything it throws ends the worker:
   * the pool rejects the job with PoolError `lost` and starts another worker.
   */
  answer(work: Work, loaded: ReadonlyMap<string, Loaded>): Answer | Promise<Answer>;
}

/**
 * Makes this thread a worker of a `WorkerPool`: loads its resources, then answers until the pool
 * ends the thread. `start` gets the settings of the pool. Rejects with Error outside of a worker
 * thread, or if a resource cannot be loaded.
 */
export async function answerWork<Work, Answer, Payload, Loaded>(
  start: (settings: unknown) => Answerer<Work, Answer, Payload, Loaded>,
): Promise<void> {
  if (parentPort === null) throw new Error('answerWork must run in a worker thread.');
  const port = parentPort;
  const { settings, resources, at } = workerData as StartData<Payload>;
  const answerer = start(settings);
  const loaded = new Map<string, Loaded>();

  const tell = (message: FromWorker<Answer>): void => {
    port.postMessage(message);
  };
  const load = async ({ key, payload }: Resource<Payload>): Promise<void> => {
    loaded.set(key, await answerer.load(payload));
  };
  const receive = async (message: ToWorker<Work, Payload>): Promise<void> => {
    switch (message.type) {
      case 'load': {
        const { key } = message.resource;
        try {
          await load(message.resource);
          tell({ type: 'loaded', key, problem: null });
        } catch (error) {
          tell({ type: 'loaded', key, problem: messageOf(error) });
        }
        break;
      }
      case 'unload':
        loaded.delete(message.key);
        break;
      case 'work': {
        const answers = [];
        for (const [i, { id, work }] of message.jobs.entries()) {
          Atomics.store(at, 0, i);
          answers.push({ id, answer: await answerer.answer(work, loaded) });
        }
        tell({ type: 'done', answers });
      }
    }
  };

  for (const resource of resources) await load(resource);
  // Not awaited: what it throws ends the thread, as an unhandled rejection.
  port.on('message', (message: ToWorker<Work, Payload>) => void receive(message));
  tell({ type: 'started' });
}
