// Second step of the build: all that reading a picture needs in one file, because opening a hundred small modules takes Node
// longer than reading the picture: dist/node/entry.js for `numerist/node`, dist/cli/numerist.js for the command. What is rarely
// wanted stays beside it and is loaded when it is; so do the classes of errors, which must be one module for all, or
// `instanceof` would tell two ImageErrors apart.
import { rolldown } from 'rolldown';

const APART = /(^|\/)(errors|decodeJpeg|launchWorker|datasets\/openDataset)\.js$/;
const OTHER_VERBS =
  /(^|\/)(usageError|findingsError|interrupt|train|evaluate|calibrate|audit|split|export|inspect|data|serve)\.js$/;

await bundle('dist/node/index.js', 'dist/node/entry.js', [APART]);
await bundle('dist/cli/bin.js', 'dist/cli/numerist.js', [APART, OTHER_VERBS]);

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
