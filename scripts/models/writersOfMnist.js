import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { downloadFile } from '../../dist/node/datasets/downloadFile.js';

const NAME = 'qmnist-train-labels-idx2-int.gz';
const URL_OF_QMNIST = `https://raw.githubusercontent.com/facebookresearch/qmnist/master/${NAME}`;
const BYTES = 463_024;
const SHA256 = '2c05dc77f6b916b38e455e97ab129a42a444f3dbef09b278a366f82904e0dd9f';

/**
 * Path of the file that says who wrote each training image of MNIST (QMNIST's labels, BSD licence).
 * It is downloaded into `folder` once.
 *
 * @param {string} folder
 */
export async function writersOfMnist(folder) {
  const places = [join('..', 'shared', 'data', 'qmnist-labels', NAME), join(folder, NAME)];
  const found = places.find((path) => existsSync(path));
  if (found !== undefined) return found;
  await downloadFile(URL_OF_QMNIST, places[1], { name: NAME, bytes: BYTES, sha256: SHA256 });
  return places[1];
}
