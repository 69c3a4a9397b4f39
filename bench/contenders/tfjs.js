import { createRequire } from 'node:module';
import { dirname, sep } from 'node:path';
import { answer } from './answer.js';
import { batchesOf, readMade } from './readMade.js';
import { runFor } from './runFor.js';

/**
 * TensorFlow.js with its wasm or cpu backend, the classic network: `work` is inference or training.
 */
await answer(async ({ folder, backend, work, batch }) => {
  console.warn = () => undefined; // it advises the native package
  const tf = await import('@tensorflow/tfjs');
  if (backend === 'wasm') {
    const { setWasmPaths } = await import('@tensorflow/tfjs-backend-wasm');
    const main = createRequire(import.meta.url).resolve('@tensorflow/tfjs-backend-wasm');
    setWasmPaths(dirname(main) + sep);
  }
  await tf.setBackend(backend);
  await tf.ready();
  const made = readMade(folder, 'classic');
  const parameters = [...made.tensors.values()].map((values, i) => tf.variable(toTfjs(tf, values, made.shapes[i])));
  const { count, at, floats } = batchesOf(made, batch);
  const inputs = Array.from({ length: Math.min(count, 16) }, (_, i) => tf.tensor4d(floats(i), [batch, 28, 28, 1]));
  const answers = inputs.map((_, i) => tf.oneHot(tf.tensor1d(Int32Array.from(at(i).labels), 'int32'), 10));
  let next = 0;
  const logitsOf = (x) => forward(tf, parameters, x);
  const outputs = { logits: [...tf.tidy(() => logitsOf(inputs[0])).dataSync()] };
  if (work === 'inference') {
    const step = () => {
      const logits = tf.tidy(() => logitsOf(inputs[next++ % inputs.length]));
      const values = logits.dataSync();
      logits.dispose();
      return values;
    };
    return { outputs, round: async (ms) => (await runFor(ms, step)) * batch };
  }

  const optimiser = tf.train.adam(1e-3, 0.9, 0.999, 1e-8);
  const step = () => {
    const i = next++ % inputs.length;
    const loss = optimiser.minimize(() => tf.losses.softmaxCrossEntropy(answers[i], logitsOf(inputs[i])), true);
    const [value] = loss.dataSync();
    loss.dispose();
    return value;
  };
  outputs.losses = [step(), step(), step()];
  return { outputs, round: async (ms) => (await runFor(ms, step)) * batch };
});

/** Filters [K, 3, 3, C] become [3, 3, C, K], dense weights [K, C] become [C, K]. */
function toTfjs(tf, values, shape) {
  const tensor = tf.tensor(values, shape);
  if (shape.length === 1) return tensor;
  return shape.length === 4 ? tf.transpose(tensor, [1, 2, 3, 0]) : tf.transpose(tensor);
}

function forward(tf, parameters, input) {
  let x = input;
  for (let i = 0; i < 8; i += 2) {
    x = tf.maxPool(tf.relu(tf.add(tf.conv2d(x, parameters[i], 1, 'same'), parameters[i + 1])), 2, 2, 'valid');
  }
  x = tf.relu(tf.add(tf.matMul(tf.reshape(x, [-1, 64]), parameters[8]), parameters[9]));
  return tf.add(tf.matMul(x, parameters[10]), parameters[11]);
}
