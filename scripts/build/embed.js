// Files as code. A bundler finds code, but not the files that code reads, so what reading a picture
// needs lies in modules of dist as well: the default model, and the JPEG decoder with its
// WebAssembly. Run by bundleNode.js.
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';

import { rolldown } from 'rolldown';

const require = createRequire(import.meta.url);
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

/** Fills the modules of the decoders with their code, and puts their licences beside them. */
export async function embedDecoders() {
  await embedDecoder('@jsquash/jpeg', 'mozjpeg_dec', 'mozJpeg', 'loadMozJpeg');
  await embedDecoder('@jsquash/webp', 'webp_dec', 'webpCodec', 'loadLibWebP');
}

/** @type {(packageName: string, codec: string, module: string, load: string) => Promise<void>} */
async function embedDecoder(packageName, codec, module, load) {
  const entry = [
    `import create from '${packageName}/codec/dec/${codec}.js';`,
    `import wasm from '${packageName}/codec/dec/${codec}.wasm';`,
    `export const ${load} = async () => ({ create, wasm });`,
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
          id.endsWith(`${codec}.js`) ? code.replaceAll('import.meta', '({url:"file:///"})') : null,
      },
    ],
  });
  await made.write({ file: `dist/node/pictures/${module}.js`, format: 'esm' });
  await made.close();
  const folder = dirname(require.resolve(`${packageName}/package.json`));
  const licences = await Promise.all(LICENCES.map((name) => readFile(join(folder, name), 'utf8')));
  await write(`dist/node/pictures/${module}.LICENSE.txt`, licences.join('\n\n'));
}

/** @type {(path: string, text: string) => Promise<void>} */
async function write(path, text) {
  await mkdir(dirname(path), { recursive: true });
  await writeFile(path, text);
}
