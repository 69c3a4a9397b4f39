import { readdirSync } from 'node:fs';
import { join } from 'node:path';

import { runIn } from './runIn.js';

/**
 * Packs this package, as it is built, into `folder`. Returns the path of the tarball.
 *
 * @param {string} folder
 */
export function packPackage(folder) {
  runIn('.', ['npm', 'pack', '--ignore-scripts', '--pack-destination', folder]);
  const name = readdirSync(folder).find((file) => file.endsWith('.tgz'));
  if (name === undefined) throw new Error(`npm pack must write a tarball to ${folder}. It wrote none.`);
  return join(folder, name);
}
