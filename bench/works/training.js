// @ts-check
import { contenderOf, newestNode, nodeCommand, pythonCommand } from '../contenderOf.js';
import { expectedOutputs, numeristContenders } from './numerist.js';
import { measure, workName } from './work.js';

const BATCH = 128;
/** Batch size for peers that need seconds for a batch of 128. */
const SLOW_BATCH = 16;

/**
 * Training a network with Adam, in images per second.
 *
 * @param {string} network
 * @returns {import('./work.js').Work}
 */
export function trainingOf(network) {
  return async (context) => {
    const { threads, quick } = context;
    const contenders = [
      ...numeristContenders(context, { network, work: 'training', batch: BATCH, threads }),
      ...(quick ? [64, BATCH] : [64, BATCH, 256, 512]).flatMap((batch) => pytorch(context, network, 'training', batch)),
      // On a busy machine PyTorch's threads wait for each other, and one alone is faster.
      ...pytorch({ ...context, threads: 1 }, network, 'training', 64),
      ...(quick ? [BATCH] : [64, BATCH, 256, 512]).flatMap((batch) => keras(context, network, 'training', batch)),
      ...(quick || network !== 'classic' ? [] : javascript(context)),
    ];
    const expected = expectedOutputs(context, network, true);
    return [await measure(workName('training', network, 'images/s'), 'higher', contenders, context, { expected })];
  };
}

/**
 * PyTorch with its maps in both layouts.
 *
 * @param {import('./work.js').Context} context
 * @param {string} network
 * @param {string} work
 * @param {number} batch
 */
export function pytorch({ installed, folder, threads }, network, work, batch) {
  const { torch } = installed.modules;
  if (torch === undefined) return [];
  return [true, false].map((channelsLast) =>
    contenderOf(
      {
        ...{ side: 'peer', family: 'PyTorch', variant: null, node: null, threads, batch },
        name: `PyTorch ${torch.version}${channelsLast ? ' channels-last' : ''}, batch ${batch}, ${threads} ${threads === 1 ? 'thread' : 'threads'}`,
      },
      pythonCommand(torch.python, 'pytorchContender.py'),
      { folder, network, work, channelsLast, threads, batch },
    ),
  );
}

/**
 * Keras on TensorFlow, with and without XLA.
 *
 * @param {import('./work.js').Context} context
 * @param {string} network
 * @param {string} work
 * @param {number} batch
 */
export function keras({ installed, folder, threads }, network, work, batch) {
  const { keras: found, tensorflow } = installed.modules;
  if (found === undefined || tensorflow === undefined) return [];
  return [false, true].map((jit) =>
    contenderOf(
      {
        ...{ side: 'peer', family: 'Keras', variant: null, node: null, threads, batch },
        name: `Keras ${found.version} (TensorFlow ${tensorflow.version}${jit ? ', XLA' : ''}), batch ${batch}`,
      },
      pythonCommand(found.python, 'kerasContender.py'),
      { folder, network, work, jit, threads, batch },
    ),
  );
}

/** For the classic network only. @param {import('./work.js').Context} context */
function javascript({ installed, folder }) {
  const node = newestNode(installed);
  const { '@tensorflow/tfjs': tfjs, '@jax-js/jax': jax } = installed.packages;
  const about = {
    side: /** @type {const} */ ('peer'),
    variant: null,
    node: node.version,
    threads: 1,
    batch: SLOW_BATCH,
  };
  const config = { folder, work: 'training', batch: SLOW_BATCH };
  const contenders = [];
  for (const backend of tfjs === undefined ? [] : ['wasm', 'cpu']) {
    const name = `TensorFlow.js ${tfjs} ${backend}, batch ${SLOW_BATCH}`;
    contenders.push(
      contenderOf({ ...about, family: 'TensorFlow.js', name }, nodeCommand(node, 'tfjs.js'), { ...config, backend }),
    );
  }
  if (jax !== undefined) {
    const name = `jax-js ${jax} wasm, batch ${SLOW_BATCH}`;
    contenders.push(contenderOf({ ...about, family: 'jax-js', name }, nodeCommand(node, 'jaxJs.js'), config));
  }
  return contenders;
}
