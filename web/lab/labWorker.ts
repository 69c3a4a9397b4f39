import { get, put } from '../store/database.js';
import { answerCalls } from '../worker/answerCalls.js';
import { describeExamples } from './describeExamples.js';
import { evaluateModel } from './evaluateModel.js';
import { importPictures } from './importPictures.js';
import type { LabCalls } from './messages.js';
import { trainSession, type StopSign } from './trainSession.js';
import type { KeptRun } from './trainNews.js';
import { tuneToHand } from './tuneToHand.js';

let running: StopSign | null = null;

answerCalls<LabCalls>({
  async import({ files }, tell) {
    const { examples, skipped, reason } = await importPictures(files, (done, of) => {
      tell({ what: 'Reading pictures', done, of });
    });
    const report = { ...describeExamples(examples), skipped, reason };
    await put('data', 'own', examples);
    await put('data', 'own report', report); // what the page shows of them, small
    return report;
  },
  async train(request, tell) {
    if (running !== null) throw new Error('A training is running already.');
    const sign = (running = { stopped: false });
    try {
      if (!('resume' in request)) return await trainSession(request, sign, tell);
      const kept = await get<KeptRun>('runs', 'last');
      if (kept === undefined) throw new Error('There is no paused training in this browser.');
      return await trainSession({ kept }, sign, tell);
    } finally {
      running = null;
    }
  },
  stop() {
    if (running !== null) running.stopped = true;
    return null;
  },
  evaluate: evaluateModel,
  tune: tuneToHand,
});
