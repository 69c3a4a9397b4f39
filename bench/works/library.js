// @ts-check
import { readFileSync } from 'node:fs';
import { gzipSync } from 'node:zlib';

const LIBRARY = new URL('../../dist/index.js', import.meta.url).pathname;
const ONNXRUNTIME = new URL('../node_modules/onnxruntime-web/dist/', import.meta.url);

/**
 * The code that a page has to load besides the weights, minified and gzipped, in kB of 1000 bytes,
 * against onnxruntime-web with the WebAssembly that it fetches.
 *
 * @type {import('./work.js').Work}
 */
export async function library({ installed, say }) {
  const work = 'library (kB)';
  if (installed.packages.esbuild === undefined) return [];
  say(work);
  const esbuild = await import('esbuild');
  const { outputFiles } = await esbuild.build({
    ...{ entryPoints: [LIBRARY], bundle: true, minify: true, format: 'esm', platform: 'browser', write: false },
    logLevel: 'error',
  });
  const ours = kilobytes(outputFiles[0].contents);
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

/** @param {Uint8Array} bytes */
function kilobytes(bytes) {
  return gzipSync(bytes, { level: 9 }).length / 1000;
}
