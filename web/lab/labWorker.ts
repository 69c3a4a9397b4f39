import { shownRun } from '../store/browserRuns.js';
import { put } from '../store/database.js';
import { answerCalls } from '../worker/answerCalls.js';
import { describeExamples } from './describeExamples.js';
import { evaluateExamples } from './evaluateExamples.js';
import { importPictures } from './importPictures.js';
import type { LabCalls } from './messages.js';
import { trainSession } from './trainSession.js';
import type { TrainState } from './trainNews.js';
import { tuneToHand } from './tuneToHand.js';

let running: AbortController | null = null;

answerCalls<LabCalls>({
  async import({ files }, tell) {
    const { examples, ...found } = await importPictures(files, (done, of) => {
      tell({ what: 'Reading pictures', done, of });
    });
    const report = { ...describeExamples(examples), ...found };
    await put('data', 'own', examples);
    await put('data', 'own report', report); // the small part that the page shows
    return report;
  },
  async train(request, tell) {
    if (running !== null) throw new Error('A training is running already.');
    running = new AbortController();
    const { signal } = running;
    try {
      if (!('resume' in request)) return await trainSession(request, signal, tell);
      const kept = await shownRun<TrainState>();
      if (kept === undefined) throw new Error('There is no paused training in this browser.');
      return await trainSession({ kept }, signal, tell);
    } finally {
      running = null;
    }
  },
  stop() {
    running?.abort();
    return null;
  },
  evaluate: evaluateExamples,
  tune: tuneToHand,
});
