// @ts-check
import { execFileSync } from 'node:child_process';
import { contenderOf, newestNode, nodeCommand, variantsOf } from '../contenderOf.js';
import { expectedOutputs } from './numerist.js';
import { measure } from './work.js';

const NETWORK = 'classic';
const BATCH = 256;

/**
 * Our predictor in Chromium against the same in Node, each on one thread, in images per second.
 * Pages cannot set V8 flags, so variants that need one are left out.
 *
 * @type {import('./work.js').Work}
 */
export async function chromium(context) {
  const { installed, folder } = context;
  if (installed.chromium === null || installed.packages['playwright-core'] === undefined) return [];
  const executable = installed.chromium;
  const version = (/[\d.]+/.exec(
    execFileSync(executable, ['--version'], { encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] }),
  ) ?? [''])[0];
  const node = newestNode(installed);
  const measured = [];
  for (const variant of variantsOf(node).filter((name) => name !== 'wide')) {
    const config = { folder, executable, network: NETWORK, work: 'predictor', variant, threads: 1, batch: BATCH };
    const about = { variant, threads: 1, batch: BATCH };
    const contenders = [
      contenderOf(
        { ...about, side: 'ours', family: 'Chromium', name: `Chromium ${version}`, node: `Chromium ${version}` },
        nodeCommand(installed.nodes[0], 'chromium.js'),
        config,
      ),
      contenderOf(
        {
          ...about,
          side: 'peer',
          family: 'Numerist',
          name: `Numerist ${variant}, Node ${node.version}`,
          node: node.version,
        },
        nodeCommand(node, 'numerist.js'),
        config,
      ),
    ];
    const options = { expected: expectedOutputs(context, NETWORK, false) };
    measured.push(await measure(`Chromium, ${variant} (images/s)`, 'higher', contenders, context, options));
  }
  return measured;
}
