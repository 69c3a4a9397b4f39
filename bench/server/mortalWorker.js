// The worker thread of the server, but it exits if a body begins with an X.
// @ts-check
import process from 'node:process';
import { parentPort } from 'node:worker_threads';

import '../../dist/server/worker/inferenceWorker.js';

/** @typedef {import('../../dist/server/worker/work.js').AnyWork} AnyWork */
/** @typedef {import('../../dist/server/worker/work.js').ServedModelFiles} ServedModelFiles */

parentPort?.on(
  'message',
  (/** @type {import('../../dist/node/pool/messages.js').ToWorker<AnyWork, ServedModelFiles>} */ message) => {
    if (message.type === 'work' && message.jobs.some(({ work }) => work.body[0] === 0x58)) process.exit(1);
  },
);
