import { setTensors } from '../../dist/network/parameters.js';
import { createPredictor } from '../../dist/network/predictor.js';
import { chooseVariant } from '../../dist/node/threads/chooseVariant.js';
import { launchWorker } from '../../dist/node/threads/launchWorker.js';
import { adamDefaults } from '../../dist/train.js';
import { createEngine } from '../../dist/training/engine.js';
import { answer } from './answer.js';
import { batchesOf, readMade } from './readMade.js';
import { medianTime, runFor } from './runFor.js';

const RATE = 1e-3;

/**
 * Ours: `work` is training, inference, predictor (the same on the predictor's one thread) or
 * latency.
 */
await answer(async ({ folder, network: name, work, variant, threads, batch }) => {
  const made = readMade(folder, name);
  const { architecture } = made;
  const { at } = batchesOf(made, batch);
  let next = 0;
  chooseVariant(variant); // sets the flag that `wide` needs, and throws if the variant cannot run
  if (work === 'latency' || work === 'predictor') {
    const predictor = createPredictor(architecture, made.tensors, { batch, variant });
    checkVariant(predictor.variant ?? 'exact', variant);
    const outputs = { logits: [...predictor.predict(at(0).pictures, batch)] };
    const step = () => predictor.predict(at(next++).pictures, batch);
    const round = work === 'latency' ? (ms) => medianTime(ms, step) : async (ms) => (await runFor(ms, step)) * batch;
    return { outputs, round };
  }

  const optimiser = work === 'training' ? adamDefaults : null;
  const plan = { architecture, batch, optimiser, seed: 1, threads, variant };
  const engine = createEngine(plan, launchWorker);
  const { network } = engine;
  checkVariant(engine.variant, variant);
  setTensors(network.parameters, made.tensors);
  const load = ({ pictures, labels }) => {
    network.inputs.set(pictures);
    network.labels.set(labels);
  };
  load(at(0));
  engine.predict(batch);
  const outputs = { logits: [...network.logits] };
  if (optimiser === null) {
    const step = () => {
      network.inputs.set(at(next++).pictures);
      engine.predict(batch);
      return Float32Array.from(network.logits);
    };
    return { outputs, round: async (ms) => (await runFor(ms, step)) * batch };
  }

  const step = () => {
    load(at(next++));
    return engine.train(batch, { step: next, rate: RATE, epoch: 1 }).loss;
  };
  outputs.losses = [step(), step(), step()];
  return { outputs, round: async (ms) => (await runFor(ms, step)) * batch };
});

/**
 * Without this check, a variant that silently fell back to another would be timed under its name.
 */
function checkVariant(runs, variant) {
  if (runs !== variant) throw new Error(`the engine must run ${variant}. It runs ${runs}.`);
}
