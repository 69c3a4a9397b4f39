// @ts-check
import { mkdtempSync } from 'node:fs';
import { join } from 'node:path';
import { madePngs } from '../made/madePictures.js';
import { writeZip } from '../made/writeZip.js';
import { trainCommand } from './trainCommand.js';
import { measure } from './work.js';

/** The number of pictures in the data set of handwritten digits that this project uses. */
const IMAGES = 107_730;

/**
 * Peak memory of `numerist train` in MB, while it reads a zip of 107,730 PNGs and trains on them
 * for one epoch.
 *
 * @type {import('./work.js').Work}
 */
export async function memory(context) {
  const { installed, folder, quick, threads } = context;
  const count = quick ? 10_000 : IMAGES;
  const data = join(folder, 'memory.zip');
  writeZip(data, madePngs(folder, count));
  const contenders = installed.nodes.map((node) => {
    return {
      ...{ side: /** @type {const} */ ('ours'), family: 'Numerist', name: `Numerist, Node ${node.version}` },
      ...{ variant: null, node: node.version, threads, batch: 128 },
      open: () =>
        Promise.resolve({
          outputs: { logits: [] },
          // An empty cache each time: reading the pictures is part of the measurement.
          round: async () => {
            const cache = mkdtempSync(join(folder, 'cache-'));
            return (await trainCommand(node.path, folder, { data, threads, cache })).megabytes;
          },
          close: () => Promise.resolve(),
        }),
    };
  });
  const work = `memory, ${count.toLocaleString('en')} images (MB)`;
  return [await measure(work, 'lower', contenders, context, { rounds: 1, warmUp: false })];
}
