// @ts-check
import { readFileSync } from 'node:fs';
import { basename } from 'node:path';
import { gzipSync } from 'node:zlib';

const LIBRARY = new URL('../../dist/index.js', import.meta.url).pathname;
const ONNXRUNTIME = new URL('../node_modules/onnxruntime-web/dist/', import.meta.url);

/**
 * What is used of esbuild, which is only there after `npm ci --prefix bench`.
 *
 * @typedef {object} Bundler
 * @property {(options: object) => Promise<Bundled>} build
 *
 * @typedef {object} Bundled
 * @property {readonly { path: string, contents: Uint8Array }[]} outputFiles
 * @property {{ readonly outputs: Outputs }} metafile
 *
 * @typedef {Readonly<Record<string, { readonly imports: readonly { path: string, kind: string }[] }>>} Outputs
 */

/**
 * The code that a page has to load besides the weights, minified and gzipped, in kB of 1000 bytes,
 * against onnxruntime-web with the WebAssembly that it fetches. Code that is only loaded on demand,
 * such as the decoders of pictures, does not count: a page that reads a canvas never loads it.
 *
 * @type {import('./work.js').Work}
 */
export async function library({ installed, say }) {
  const work = 'library (kB)';
  if (installed.packages.esbuild === undefined) return [];
  say(work);
  /** @type {Bundler} */
  const esbuild = await import(/** @type {string} */ ('esbuild'));
  const { outputFiles, metafile } = await esbuild.build({
    ...{ entryPoints: { library: LIBRARY }, bundle: true, splitting: true, minify: true, format: 'esm' },
    ...{ platform: 'browser', write: false, metafile: true, outdir: 'library', logLevel: 'error' },
  });
  const sizes = new Map(outputFiles.map(({ path, contents }) => [basename(path), kilobytes(contents)]));
  const ours = loadedAtOnce(metafile.outputs, 'library/library.js').reduce(
    (sum, path) => sum + (sizes.get(basename(path)) ?? NaN),
    0,
  );
  const about = { work, variant: null, node: null, threads: null, batch: null, ours };
  const version = installed.packages['onnxruntime-web'];
  if (version === undefined) {
    return [{ work, results: [], rows: [{ ...about, peer: null, peerName: null, ratio: null, spread: [ours, ours] }] }];
  }
  const files = ['ort.wasm.bundle.min.mjs', 'ort-wasm-simd-threaded.wasm'];
  const peer = files.reduce((sum, file) => sum + kilobytes(readFileSync(new URL(file, ONNXRUNTIME))), 0);
  const ratio = ours / peer;
  const row = { ...about, peer, peerName: `onnxruntime-web ${version}`, ratio, spread: [ratio, ratio] };
  return [{ work, results: [], rows: [/** @type {import('../race/rows.js').Row} */ (row)] }];
}

/**
 * A file that a bundler wrote, and those that it imports, directly or not, without waiting for a
 * call.
 *
 * @param {Outputs} outputs
 * @param {string} entry
 */
function loadedAtOnce(outputs, entry) {
  const loaded = new Set([entry]);
  for (const path of loaded) {
    for (const { path: imported, kind } of outputs[path].imports) {
      if (kind === 'import-statement') loaded.add(imported);
    }
  }
  return [...loaded];
}

/** @param {Uint8Array} bytes */
function kilobytes(bytes) {
  return gzipSync(bytes, { level: 9 }).length / 1000;
}
