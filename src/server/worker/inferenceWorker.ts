// The module that runs in each worker thread: decodes, reads, answers.

import { answerWork } from '../../node/pool/answerWork.js';
import { RequestError } from '../requestError.js';
import { giveWay } from './giveWay.js';
import { inferTensors } from './inferTensors.js';
import { readPictures } from './readPictures.js';
import { loadServedModel, type ServedModel } from './servedModel.js';
import type { AnyWork, HttpAnswer, WorkerSettings } from './work.js';

giveWay();
await answerWork((settings) => ({
  load: loadServedModel,
  answer: (work: AnyWork, models: ReadonlyMap<string, ServedModel>) => answer(work, models, settings as WorkerSettings),
}));

async function answer(
  work: AnyWork,
  models: ReadonlyMap<string, ServedModel>,
  settings: WorkerSettings,
): Promise<HttpAnswer> {
  try {
    const model = models.get(work.model);
    if (model === undefined) throw new Error(`there is no model ${work.model} in this worker.`);
    return work.kind === 'read' ? await readPictures(work, model, settings) : inferTensors(work, model, settings);
  } catch (error) {
    // Anything else is a bug: let this worker crash; the pool starts another.
    if (!(error instanceof RequestError)) throw error;
    return {
      status: error.status,
      contentType: 'application/json; charset=utf-8',
      headers: error.headers,
      body: JSON.stringify({ error: error.message }),
      pictures: 0,
      decodeMs: 0,
    };
  }
}
