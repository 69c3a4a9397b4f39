// The module that runs in each worker thread: decodes, reads, answers.

import { parentPort, workerData } from 'node:worker_threads';

import { messageOf } from '../../node/explainSystemError.js';
import type { Answer, FromWorker, Job, ModelFiles, ToWorker, WorkerSettings } from '../pool/messages.js';
import { RequestError } from '../requestError.js';
import { inferTensors } from './inferTensors.js';
import { giveWay } from './giveWay.js';
import { loadServedModel, type ServedModel } from './servedModel.js';
import { readPictures } from './readPictures.js';

if (parentPort === null) throw new Error('inferenceWorker must run in a worker thread.');
const port = parentPort;
const settings = workerData as WorkerSettings;
const models = new Map<string, ServedModel>();

const tell = (message: FromWorker): void => {
  port.postMessage(message);
};

function load(model: ModelFiles): void {
  models.set(model.key, loadServedModel(model));
}

async function answer(job: Job): Promise<Answer> {
  try {
    const model = models.get(job.model);
    if (model === undefined) throw new Error(`there is no model ${job.model} in this worker.`);
    return job.kind === 'read' ? await readPictures(job, model, settings) : inferTensors(job, model, settings);
  } catch (error) {
    // What is no RequestError is a mistake in this program: the worker ends with it, and another takes its place.
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

async function receive(message: ToWorker): Promise<void> {
  switch (message.type) {
    case 'load': {
      const { key } = message.model;
      try {
        load(message.model);
        tell({ type: 'loaded', key, problem: null });
      } catch (error) {
        tell({ type: 'loaded', key, problem: messageOf(error) });
      }
      break;
    }
    case 'unload':
      models.delete(message.key);
      break;
    case 'work': {
      const answers = [];
      for (const [i, job] of message.jobs.entries()) {
        Atomics.store(settings.at, 0, i);
        answers.push({ id: job.id, ...(await answer(job)) });
      }
      tell({ type: 'done', answers });
    }
  }
}

giveWay();
for (const model of settings.models) load(model);
port.on('message', (message: ToWorker) => void receive(message)); // until the server ends this thread, however long
tell({ type: 'started' });
