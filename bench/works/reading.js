// @ts-check
import { join } from 'node:path';
import { contenderOf, nodeCommand, pythonCommand } from '../contenderOf.js';
import { madePngs, writeFolder } from '../made/madePictures.js';
import { writeZip } from '../made/writeZip.js';
import { measure } from './work.js';

/** @typedef {import('../race/race.js').Contender} Contender */

/** `openDataset` decodes on the thread that calls it. */
const THREADS = 1;

/**
 * Small PNGs in a folder and in a zip, in pictures per second on one thread: ours to packed network
 * inputs on the disk, Pillow to their alpha channel in memory. The numbers of pictures and of
 * pixels with ink are compared first.
 *
 * @type {import('./work.js').Work}
 */
export async function reading(context) {
  const { installed, folder, quick } = context;
  const pngs = madePngs(folder, quick ? 1000 : 8000);
  const sources = { folder: join(folder, 'pngs'), zip: join(folder, 'pngs.zip') };
  writeFolder(sources.folder, pngs);
  writeZip(sources.zip, pngs);
  const ink = pngs.reduce((sum, png) => sum + png.ink, 0);
  const measured = [];
  for (const [kind, source] of Object.entries(sources)) {
    /** @type {Contender[]} */
    const contenders = installed.nodes.map((node) =>
      contenderOf(
        {
          ...{ side: 'ours', family: 'Numerist', name: `Numerist, Node ${node.version}`, variant: null },
          ...{ node: node.version, threads: THREADS, batch: null },
        },
        nodeCommand(node, 'readPictures.js'),
        { source, threads: THREADS },
      ),
    );
    const { PIL } = installed.modules;
    if (PIL !== undefined) {
      contenders.push(
        contenderOf(
          {
            ...{ side: 'peer', family: 'Pillow', name: `Pillow ${PIL.version}`, variant: null },
            ...{ node: null, threads: 1, batch: null },
          },
          pythonCommand(PIL.python, 'pillowContender.py'),
          { source },
        ),
      );
    }
    const expected = async () => ({ logits: [pngs.length, ink] });
    measured.push(await measure(`reading a ${kind} of PNGs (pictures/s)`, 'higher', contenders, context, { expected }));
  }
  return measured;
}
