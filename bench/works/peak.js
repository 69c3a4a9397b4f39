// @ts-check
import { classic, shapesOf } from '../../dist/train.js';
import { contenderOf, nodeCommand, pythonCommand, variantsOf } from '../contenderOf.js';
import { median } from '../race/statistics.js';
import { measure } from './work.js';

/** @typedef {import('../race/race.js').Contender} Contender */

/**
 * The highest speed of one thread in single precision, in GFLOP/s: loops of multiplications and
 * additions with the instructions of each variant, against PyTorch's matrix product.
 *
 * @type {import('./work.js').Work}
 */
export async function peak(context) {
  const { installed } = context;
  const threads = 1;
  /** @type {Contender[]} */
  const contenders = installed.nodes.flatMap((node) =>
    variantsOf(node).map((variant) =>
      contenderOf(
        {
          ...{ side: 'ours', family: 'Numerist', name: `${variant} instructions, Node ${node.version}` },
          ...{ variant, node: node.version, threads, batch: null },
        },
        nodeCommand(node, 'peak.js'),
        { variant },
      ),
    ),
  );
  const { torch } = installed.modules;
  if (torch !== undefined) {
    contenders.push(
      contenderOf(
        {
          ...{ side: 'peer', family: 'PyTorch', name: `PyTorch ${torch.version}, 1024 x 1024 matrices` },
          ...{ variant: null, node: null, threads, batch: null },
        },
        pythonCommand(torch.python, 'pytorchContender.py'),
        { work: 'matmul', threads },
      ),
    );
  }
  return [await measure('peak of one thread (GFLOP/s)', 'higher', contenders, context)];
}

/**
 * The share of the fastest loop's speed, on as many threads, that training and inference of the
 * classic network reach, counted as if every position were computed. Positions that ours skips (no
 * gradient, or below the floor of a pool) count as computed, so the share can exceed 1.
 *
 * @type {import('./work.js').Work}
 */
export function share({ measured }) {
  const loops = measured.find(({ work }) => work.startsWith('peak'))?.results ?? [];
  const speeds = loops
    .filter(({ contender, values }) => contender.side === 'ours' && values.length > 0)
    .map(({ values }) => median(values));
  if (speeds.length === 0) return Promise.resolve([]);
  const best = Math.max(...speeds);
  return Promise.resolve(
    Object.entries(flopsPerImage()).flatMap(([name, flops]) => {
      const results = measured.find(({ work }) => work.startsWith(`${name} (`))?.results ?? [];
      const work = `${name}, share of the peak of ${Math.round(best)} GFLOP/s a thread`;
      const rows = results
        .filter(({ contender, values }) => contender.side === 'ours' && values.length > 0)
        .map(({ contender: { variant, node, threads, batch }, values }) => {
          const shares = values.map((imagesPerSecond) => (imagesPerSecond * flops) / ((threads ?? 1) * best * 1e9));
          const range = /** @type {[number, number]} */ ([Math.min(...shares), Math.max(...shares)]);
          const ours = median(shares);
          return { work, variant, node, threads, batch, ours, peer: null, peerName: null, ratio: null, spread: range };
        });
      return rows.length === 0 ? [] : [{ work, results: [], rows }];
    }),
  );
}

/** Operations of a dense computation; the gradient of the first layer's input is not needed. */
function flopsPerImage() {
  const multiplyAdds = shapesOf(classic).map((layer) => layer.multiplyAdds);
  const forward = 2 * multiplyAdds.reduce((sum, count) => sum + count, 0);
  return { training: 3 * forward - 2 * multiplyAdds[0], inference: forward };
}
