// @ts-check
import { contenderOf, newestNode, nodeCommand } from '../contenderOf.js';
import { expectedOutputs, numeristContenders } from './numerist.js';
import { keras, pytorch } from './training.js';
import { measure, workName } from './work.js';

const BATCH = 256;

/**
 * Logits of batches of 256, in images per second.
 *
 * @param {string} network
 * @returns {import('./work.js').Work}
 */
export function inferenceOf(network) {
  return async (context) => {
    const { threads } = context;
    const contenders = [
      ...numeristContenders(context, { network, work: 'inference', batch: BATCH, threads }),
      ...onnxruntime(context, network, 'inference', BATCH, [threads]),
      ...pytorch(context, network, 'inference', BATCH),
      ...keras(context, network, 'inference', BATCH),
      ...(network === 'classic' ? javascript(context) : []),
    ];
    const expected = expectedOutputs(context, network, false);
    return [await measure(workName('inference', network, 'images/s'), 'higher', contenders, context, { expected })];
  };
}

/**
 * The median time of an answer for one image at a time: ours on the one thread that the recognizer
 * uses, peers on one thread and on all.
 *
 * @param {string} network
 * @returns {import('./work.js').Work}
 */
export function latencyOf(network) {
  return async (context) => {
    const contenders = [
      ...numeristContenders(context, { network, work: 'latency', batch: 1, threads: 1 }),
      ...onnxruntime(context, network, 'latency', 1, [...new Set([1, context.threads])]),
      ...pytorch(context, network, 'latency', 1),
    ];
    const expected = expectedOutputs(context, network, false);
    return [await measure(workName('one image', network, 'ms'), 'lower', contenders, context, { expected })];
  };
}

/**
 * @param {import('./work.js').Context} context
 * @param {string} network
 * @param {string} work
 * @param {number} batch
 * @param {readonly number[]} threadCounts
 */
export function onnxruntime({ installed, folder }, network, work, batch, threadCounts) {
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
          { folder, network, library, work, threads, batch },
        ),
      ),
    );
}

/** For the classic network only. @param {import('./work.js').Context} context */
function javascript({ installed, folder }) {
  const node = newestNode(installed);
  const { '@tensorflow/tfjs': tfjs, '@jax-js/jax': jax } = installed.packages;
  const about = { side: /** @type {const} */ ('peer'), variant: null, node: node.version, threads: 1, batch: BATCH };
  const config = { folder, work: 'inference', batch: BATCH };
  const contenders = [];
  if (tfjs !== undefined) {
    const tensorflow = { ...about, family: 'TensorFlow.js', name: `TensorFlow.js ${tfjs} wasm` };
    contenders.push(contenderOf(tensorflow, nodeCommand(node, 'tfjs.js'), { ...config, backend: 'wasm' }));
  }
  if (jax !== undefined) {
    const jaxJs = { ...about, family: 'jax-js', name: `jax-js ${jax} wasm` };
    contenders.push(contenderOf(jaxJs, nodeCommand(node, 'jaxJs.js'), config));
  }
  return contenders;
}
