import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { pathToFileURL } from 'node:url';
import type { RgbaImage } from '../../image/pixels.js';
import { wasmDecoder, type LoadedCodec } from './wasmDecoder.js';

/**
 * An instance of libwebp, as the package's file `webp_dec.js` creates it. The package's own types
 * need the DOM.
 */
interface LibWebP {
  decode(bytes: Uint8Array): RgbaImage | null;
}

const require = createRequire(import.meta.url);

/** What creates a decoder, and its WebAssembly, from the package @jsquash/webp. */
async function loadLibWebP(): Promise<LoadedCodec<LibWebP>> {
  const codec = require.resolve('@jsquash/webp/codec/dec/webp_dec.js');
  const { default: create } = (await import(pathToFileURL(codec).href)) as { default: LoadedCodec<LibWebP>['create'] };
  const wasm = await readFile(require.resolve('@jsquash/webp/codec/dec/webp_dec.wasm'));
  return { create, wasm };
}

/** Decodes a WebP without animation with libwebp. Rejects with ImageError if it is damaged. */
export const decodeStillWebP = wasmDecoder<LibWebP>({
  format: 'WebP',
  load: loadLibWebP,
  decode: (codec, bytes) => codec.decode(bytes),
});
