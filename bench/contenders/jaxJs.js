import { blockUntilReady, jit, lax, nn, numpy as np, tree, valueAndGrad } from '@jax-js/jax';
import { answer } from './answer.js';
import { batchesOf, readMade } from './readMade.js';
import { runFor } from './runFor.js';

const [RATE, BETA1, BETA2, EPSILON] = [1e-3, 0.9, 0.999, 1e-8];

/**
 * jax-js on WebAssembly, the classic network, its step compiled by `jit`: `work` is inference or
 * training. Arrays are reference-counted: `.ref` keeps one alive.
 */
await answer(async ({ folder, work, batch }) => {
  const made = readMade(folder, 'classic');
  let parameters = [...made.tensors.values()].map((values, i) => toJax(values, made.shapes[i]));
  const { count, at, floats } = batchesOf(made, batch);
  const inputs = Array.from({ length: Math.min(count, 16) }, (_, i) => np.array(floats(i)).reshape([batch, 1, 28, 28]));
  const answers = inputs.map((_, i) => oneHot(at(i).labels));
  const predict = jit(logitsOf);
  const keep = (list) => list.map((array) => array.ref);
  let next = 0;
  const inference = async () => await predict(keep(parameters), inputs[next++ % inputs.length].ref).data();
  const outputs = { logits: [...(await inference())] };
  if (work === 'inference') return { outputs, round: async (ms) => (await runFor(ms, inference)) * batch };

  const lossOf = (weights, x, y) =>
    nn
      .logSoftmax(logitsOf(weights, x))
      .mul(y)
      .sum()
      .mul(-1 / batch);
  const train = jit((weights, m, v, corrections, x, y) => {
    const [loss, gradients] = valueAndGrad(lossOf)(keep(weights), x, y);
    return [loss, ...adam(weights, gradients, m, v, corrections)];
  });
  let m = parameters.map(({ shape }) => np.zeros(shape));
  let v = parameters.map(({ shape }) => np.zeros(shape));
  let t = 0;
  next = 0;
  const step = async () => {
    t++;
    const i = next++ % inputs.length;
    const corrections = np.array([1 - BETA1 ** t, 1 - BETA2 ** t]);
    const [loss, ...rest] = train(parameters, m, v, corrections, inputs[i].ref, answers[i].ref);
    [parameters, m, v] = rest;
    await blockUntilReady(tree.ref(parameters));
    return (await loss.data())[0];
  };
  outputs.losses = [await step(), await step(), await step()];
  return { outputs, round: async (ms) => (await runFor(ms, step)) * batch };
});

/** Filters [K, 3, 3, C] become [K, C, 3, 3]. */
function toJax(values, shape) {
  const array = np.array(values.slice()).reshape(shape);
  return shape.length === 4 ? np.transpose(array, [0, 3, 1, 2]) : array;
}

function oneHot(labels) {
  const values = new Float32Array(labels.length * 10);
  for (const [i, label] of labels.entries()) values[i * 10 + label] = 1;
  return np.array(values).reshape([labels.length, 10]);
}

function logitsOf(parameters, input) {
  let x = input;
  for (let i = 0; i < 8; i += 2) {
    const map = lax.conv(x, parameters[i], [1, 1], 'SAME').add(parameters[i + 1].reshape([-1, 1, 1]));
    x = lax.reduceWindow(nn.relu(map), np.max, [2, 2], [2, 2]);
  }
  x = nn.relu(np.matmul(x.reshape([-1, 64]), np.transpose(parameters[8])).add(parameters[9]));
  return np.matmul(x, np.transpose(parameters[10])).add(parameters[11]);
}

/** Kingma & Ba 2015, arXiv:1412.6980, Algorithm 1. */
function adam(weights, gradients, m, v, corrections) {
  const correction1 = corrections.ref.slice(0);
  const correction2 = corrections.slice(1);
  const newM = m.map((old, i) => old.mul(BETA1).add(gradients[i].ref.mul(1 - BETA1)));
  const newV = v.map((old, i) => old.mul(BETA2).add(np.square(gradients[i]).mul(1 - BETA2)));
  const newWeights = weights.map((old, i) => {
    const scale = np.sqrt(newV[i].ref.div(correction2.ref)).add(EPSILON);
    return old.sub(newM[i].ref.div(correction1.ref).div(scale).mul(RATE));
  });
  correction1.dispose();
  correction2.dispose();
  return [newWeights, newM, newV];
}
