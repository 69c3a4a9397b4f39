import { wasmDecoder } from './wasmDecoder.js';
import { type LibWebP, loadLibWebP } from './webpCodec.js';

/** Decodes a WebP without animation with libwebp. Rejects with ImageError if it is damaged. */
export const decodeStillWebP = wasmDecoder<LibWebP>({
  format: 'WebP',
  load: loadLibWebP,
  decode: (codec, bytes) => codec.decode(bytes),
});
