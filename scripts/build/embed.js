// Files as code. A bundler finds code, but not the files that code reads, so what reading a picture
// needs lies in modules of dist as well: the default model, and the JPEG decoder with its
// WebAssembly. Run by bundleNode.js.
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';

import { rolldown } from 'rolldown';

const require = createRequire(import.meta.url);
const JPEG = '@jsquash/jpeg';
const LICENCES = ['LICENSE', 'codec/LICENSE.codec.md'];

/**
 * Fills `dist/node/models/embeddedModel.js` with the model in `models/standard`, if it is there.
 */
export async function embedModel() {
  const [config, weights] = await Promise.all(
    ['config.json', 'model.safetensors'].map((name) => readFile(join('models/standard', name)).catch(() => null)),
  );
  if (config === null || weights === null) return;
  const model = { config: JSON.stringify(JSON.parse(config.toString())), weights: weights.toString('base64') };
  await write('dist/node/models/embeddedModel.js', `export const embeddedModel = ${JSON.stringify(model)};\n`);
}

/** Fills `dist/node/pictures/mozJpeg.js` with the decoder, and puts its licences beside it. */
export async function embedMozJpeg() {
  const codec = `${JPEG}/codec/dec/mozjpeg_dec`;
  const entry = [
    `import create from '${codec}.js';`,
    `import wasm from '${codec}.wasm';`,
    'export const loadMozJpeg = async () => ({ create, wasm });',
  ].join('\n');
  const made = await rolldown({
    input: 'embedded',
    platform: 'node',
    moduleTypes: { '.wasm': 'binary' },
    plugins: [
      {
        name: 'embedded',
        resolveId: (id) => (id === 'embedded' ? id : null),
        load: (id) => (id === 'embedded' ? entry : null),
        // It would look for its WebAssembly beside itself, and bundlers would follow.
        transform: (code, id) =>
          id.endsWith('mozjpeg_dec.js') ? code.replaceAll('import.meta', '({url:"file:///"})') : null,
      },
    ],
  });
  await made.write({ file: 'dist/node/pictures/mozJpeg.js', format: 'esm' });
  await made.close();
  const folder = dirname(require.resolve(`${JPEG}/package.json`));
  const licences = await Promise.all(LICENCES.map((name) => readFile(join(folder, name), 'utf8')));
  await write('dist/node/pictures/mozJpeg.LICENSE.txt', licences.join('\n\n'));
}

/** @type {(path: string, text: string) => Promise<void>} */
async function write(path, text) {
  await mkdir(dirname(path), { recursive: true });
  await writeFile(path, text);
}
