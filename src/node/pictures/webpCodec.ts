import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import type { RgbaImage } from '../../image/pixels.js';
import type { LoadedCodec } from './wasmDecoder.js';

/**
 * An instance of libwebp, as the package's file `webp_dec.js` creates it. The package's own types
 * need the DOM.
 */
export interface LibWebP {
  decode(bytes: Uint8Array): RgbaImage | null;
}

const CODEC = '@jsquash/webp/codec/dec/webp_dec';

/**
 * What creates a decoder, and its WebAssembly, from the package @jsquash/webp. The build puts both
 * into this module in `dist` (`scripts/build/embed.js`), because a bundle holds code alone.
 */
export async function loadLibWebP(): Promise<LoadedCodec<LibWebP>> {
  const { default: create } = (await import(`${CODEC}.js`)) as { default: LoadedCodec<LibWebP>['create'] };
  const wasm = await readFile(createRequire(import.meta.url).resolve(`${CODEC}.wasm`));
  return { create, wasm };
}
