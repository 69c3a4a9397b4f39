// Second step of the build: puts all code that reading a picture needs into one file, because
// opening a hundred small modules takes Node longer than reading the picture. Writes
// dist/node/entry.js for `numerist/node` and dist/cli/bin.js for the command. Code that is rarely
// needed stays in its own files and is loaded on demand. The error classes stay apart, too: two
// copies of ImageError would break `instanceof`. Files that the code reads are put into modules,
// too (embed.js).
import { rolldown } from 'rolldown';

import { readOptions } from '../options.js';
import { embedModel, embedDecoders } from './embed.js';

const APART = /(^|\/)(errors|decodeJpeg|libWebP|launchWorker|embeddedModel|datasets\/openDataset)\.js$/;
const OTHER_VERBS =
  /(^|\/)(usageError|findingsError|interrupt|train|evaluate|calibrate|audit|split|export|inspect|data|serve)\.js$/;

readOptions(import.meta.url, {});
await embedModel();
await embedDecoders();
await bundle('dist/node/index.js', 'dist/node/entry.js', [APART]);
await bundle('dist/cli/main.js', 'dist/cli/bin.js', [APART, OTHER_VERBS]);

/** @type {(input: string, file: string, apart: readonly RegExp[]) => Promise<void>} */
async function bundle(input, file, apart) {
  const made = await rolldown({
    input,
    platform: 'node',
    external: (id) => !/^[./]/.test(id) || apart.some((name) => name.test(id)),
  });
  await made.write({ file, format: 'esm', codeSplitting: false });
  await made.close();
}
