// A worker thread of the server whose behaviour depends on the first byte of a body: t throws, e
// exits, s spins forever, w waits until the file exists whose path follows, anything else answers.
// Its models are never used.
import { existsSync } from 'node:fs';

import { answerWork } from '../../dist/node/pool/answerWork.js';

const pause = new Int32Array(new SharedArrayBuffer(4));

await answerWork(() => ({ load: () => null, answer }));

function answer({ body }) {
  const fault = String.fromCharCode(body[0]);
  if (fault === 't') throw new Error('thrown on purpose');
  if (fault === 'e') process.exit(3);
  while (fault === 's');
  while (fault === 'w' && !existsSync(Buffer.from(body.subarray(1)).toString())) Atomics.wait(pause, 0, 0, 5);
  return { status: 200, contentType: 'text/plain', headers: {}, body: `did ${fault}`, pictures: 1, decodeMs: 0 };
}
