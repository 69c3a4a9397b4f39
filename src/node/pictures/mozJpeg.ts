import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import type { RgbaImage } from '../../image/pixels.js';
import type { LoadedCodec } from './wasmDecoder.js';

/**
 * An instance of MozJPEG, as the package's file `mozjpeg_dec.js` creates it. The package's own
 * types need the DOM.
 */
export interface MozJpeg {
  decode(bytes: Uint8Array, applyOrientation: boolean): RgbaImage | null;
}

const CODEC = '@jsquash/jpeg/codec/dec/mozjpeg_dec';

/**
 * What creates a decoder, and its WebAssembly, from the package @jsquash/jpeg. The build puts both
 * into this module in `dist` (`scripts/build/embed.js`), because a bundle holds code alone.
 */
export async function loadMozJpeg(): Promise<LoadedCodec<MozJpeg>> {
  const { default: create } = (await import(`${CODEC}.js`)) as { default: LoadedCodec<MozJpeg>['create'] };
  const wasm = await readFile(createRequire(import.meta.url).resolve(`${CODEC}.wasm`));
  return { create, wasm };
}
