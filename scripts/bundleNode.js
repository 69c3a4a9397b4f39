// Second step of the build: dist/node/entry.js, all of `numerist/node` that reading a picture needs in one file. Opening a
// hundred small modules takes Node longer than reading the picture. What is rarely wanted stays beside it and is loaded when it
// is; so does errors.js, which must be one module for all, or `instanceof` would tell two ImageErrors apart.
import { rolldown } from 'rolldown';

const APART = /(^|\/)(errors|decodeJpeg|launchWorker|datasets\/openDataset)\.js$/;

const bundle = await rolldown({
  input: 'dist/node/index.js',
  platform: 'node',
  external: (id) => !/^[./]/.test(id) || APART.test(id),
});
await bundle.write({ file: 'dist/node/entry.js', format: 'esm', codeSplitting: false });
await bundle.close();
