import { callWorker, type Calling } from '../worker/callWorker.js';
import type { LabCalls } from './messages.js';

let started: Calling<LabCalls> | null = null;

/** The worker that trains and evaluates, started when it is first needed. */
export function lab(): Calling<LabCalls> {
  started ??= callWorker<LabCalls>(
    new Worker(new URL('./labWorker.js', import.meta.url), { type: 'module', name: 'lab' }),
  );
  return started;
}
