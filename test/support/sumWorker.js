// A worker thread for tests of the pool alone: adds a resource, a number of the settings and one
// of the job.
import { answerWork } from '../../dist/node/pool/answerWork.js';

const MAX_WAIT_MS = 60_000;

await answerWork(({ base }) => ({
  load: async (payload) => {
    if (payload < 0) throw new Error(`resources must not be negative. Received ${payload}`);
    return payload;
  },
  answer: ({ key, plus, gate, fault }, loaded) => {
    if (gate !== undefined) Atomics.wait(gate, 0, 0, MAX_WAIT_MS);
    if (fault) throw new Error('thrown on purpose');
    return base + plus + (key === null ? 0 : loaded.get(key));
  },
}));
