// The worker thread of the server, but it exits if a body begins with an X.
// @ts-check
import process from 'node:process';
import { parentPort } from 'node:worker_threads';

import '../../dist/server/worker/inferenceWorker.js';

parentPort?.on('message', (/** @type {import('../../dist/server/pool/messages.js').ToWorker} */ message) => {
  if (message.type === 'work' && message.jobs.some(({ body }) => body[0] === 0x58)) process.exit(1);
});
