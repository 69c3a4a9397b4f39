// @ts-check
import { contenderOf, newestNode, nodeCommand, variantsOf } from '../contenderOf.js';

/** @typedef {import('../race/race.js').Contender} Contender */
/** @typedef {import('./work.js').Context} Context */

/**
 * Ours: each variant on each Node that can run it.
 *
 * @param {Context} context
 * @param {{ network: string, work: string, batch: number, threads: number }} config
 * @returns {Contender[]}
 */
export function numeristContenders({ installed, folder }, { network, work, batch, threads }) {
  return installed.nodes.flatMap((node) =>
    variantsOf(node).map((variant) =>
      contenderOf(
        {
          ...{ side: 'ours', family: 'Numerist', name: `Numerist ${variant}, Node ${node.version}` },
          ...{ variant, node: node.version, threads, batch },
        },
        nodeCommand(node, 'numerist.js'),
        { folder, network, work, variant, threads, batch },
      ),
    ),
  );
}

/**
 * The expected outputs for a batch and, with `losses`, for three steps of training: those of our
 * exact variant on one thread, which golden vectors compare with PyTorch. Cached per batch.
 *
 * @param {Context} context
 * @param {string} network
 * @param {boolean} losses
 */
export function expectedOutputs({ installed, folder }, network, losses) {
  /** @type {Map<number, Promise<import('../race/disagreement.js').Outputs>>} */
  const known = new Map();
  return (/** @type {Contender} */ { batch }) => {
    const size = batch ?? 1;
    const expected = known.get(size) ?? outputsOf(size);
    known.set(size, expected);
    return expected;
  };

  /** @param {number} batch */
  async function outputsOf(batch) {
    const node = newestNode(installed);
    const about = {
      side: /** @type {const} */ ('ours'),
      family: '',
      name: '',
      variant: null,
      node: null,
      threads: 1,
      batch,
    };
    const config = { folder, network, work: losses ? 'training' : 'inference', variant: 'exact', threads: 1, batch };
    const opened = await contenderOf(about, nodeCommand(node, 'numerist.js'), config).open();
    await opened.close();
    return opened.outputs;
  }
}
