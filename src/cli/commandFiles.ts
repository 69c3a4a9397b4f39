import { readCorrections } from '../node/datasets/readCorrections.js';
import { readGroupNames, readGroups } from '../node/datasets/readGroups.js';
import { readFonts } from '../node/datasets/readFonts.js';
import { readSourcePictures } from '../node/datasets/readSourcePictures.js';
import { readSplitFile } from '../node/datasets/splitFiles.js';
import { loadModel } from '../node/models/loadModel.js';
import type { Files } from '../workflows/files.js';
import { openData, type OpenDataOptions } from './openData.js';
import type { Terminal } from './terminal.js';

/**
 * The files that the arguments of a command name. Opening data shows progress and notes on stderr.
 */
export function commandFiles({ strict, signal }: Omit<OpenDataOptions, 'pipeline'>, terminal: Terminal): Files {
  return {
    openData: (source, pipeline) => openData(source, { pipeline, strict, signal }, terminal),
    loadModel,
    readGroups,
    readGroupNames,
    readSplitFile,
    readCorrections: (path, dataset) => readCorrections(path, dataset, { signal }),
    readFonts,
    readSource: readSourcePictures,
  };
}
