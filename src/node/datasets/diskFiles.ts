import { join } from 'node:path';

import type { DataFile } from '../../datasets/sources/dataFile.js';
import type { FileFacts } from './fileIdentity.js';
import { isGzip, readChunks, readStart } from './readChunks.js';

/** A file on a disk, below `folder`. */
export function diskFile(folder: string, { path, size }: FileFacts): DataFile {
  const name = join(folder, path);
  return { path, name, size, isGzip: () => isGzip(readStart(name, 2)), chunks: () => readChunks(name) };
}
