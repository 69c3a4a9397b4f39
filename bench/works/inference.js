// @ts-check
import { contenderOf, newestNode, nodeCommand } from '../contenderOf.js';
import { expectedOutputs, numeristContenders } from './numerist.js';
import { keras, pytorch } from './training.js';
import { measure } from './work.js';

const BATCH = 256;

/**
 * Logits of a batch of 256, in images per second.
 *
 * @type {import('./work.js').Work}
 */
export async function inference(context) {
  const { installed, folder, threads } = context;
  const node = newestNode(installed);
  const { '@tensorflow/tfjs': tfjs, '@jax-js/jax': jax } = installed.packages;
  const one = { side: /** @type {const} */ ('peer'), variant: null, node: node.version, threads: 1, batch: BATCH };
  const config = { folder, work: 'inference', batch: BATCH };
  const contenders = [
    ...numeristContenders(context, { ...config, threads }),
    ...onnxruntime(context, 'inference', BATCH, [threads]),
    ...pytorch(context, 'inference', BATCH),
    ...keras(context, 'inference', BATCH),
  ];
  if (tfjs !== undefined) {
    const about = { ...one, family: 'TensorFlow.js', name: `TensorFlow.js ${tfjs} wasm` };
    contenders.push(contenderOf(about, nodeCommand(node, 'tfjs.js'), { ...config, backend: 'wasm' }));
  }
  if (jax !== undefined) {
    const about = { ...one, family: 'jax-js', name: `jax-js ${jax} wasm` };
    contenders.push(contenderOf(about, nodeCommand(node, 'jaxJs.js'), config));
  }
  return [
    await measure('inference (images/s)', 'higher', contenders, context, { expected: expectedOutputs(context, false) }),
  ];
}

/**
 * The median time of an answer for one image at a time: ours on the one thread that the recognizer
 * uses, peers on one thread and on all.
 *
 * @type {import('./work.js').Work}
 */
export async function latency(context) {
  const contenders = [
    ...numeristContenders(context, { work: 'latency', batch: 1, threads: 1 }),
    ...onnxruntime(context, 'latency', 1, [...new Set([1, context.threads])]),
    ...pytorch(context, 'latency', 1),
  ];
  return [await measure('one image (ms)', 'lower', contenders, context, { expected: expectedOutputs(context, false) })];
}

/**
 * @param {import('./work.js').Context} context
 * @param {string} work
 * @param {number} batch
 * @param {readonly number[]} threadCounts
 */
function onnxruntime({ installed, folder }, work, batch, threadCounts) {
  const node = newestNode(installed);
  return ['onnxruntime-node', 'onnxruntime-web']
    .filter((library) => installed.packages[library] !== undefined)
    .flatMap((library) =>
      threadCounts.map((threads) =>
        contenderOf(
          {
            ...{ side: 'peer', family: library, variant: null, node: node.version, threads, batch },
            name: `${library} ${installed.packages[library]}, ${threads} ${threads === 1 ? 'thread' : 'threads'}`,
          },
          nodeCommand(node, 'onnxruntime.js'),
          { folder, library, work, threads, batch },
        ),
      ),
    );
}
