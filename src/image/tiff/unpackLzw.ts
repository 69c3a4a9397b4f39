import { damaged } from './parseTiff.js';

const [CLEAR, END, FIRST_FREE, MOST_CODES] = [256, 257, 258, 4096];

/**
 * At most `length` bytes from the LZW codes of a TIFF: the highest bits first, and one code earlier
 * longer than in a GIF (TIFF 6.0, section 13). Throws ImageError if a code is unknown.
 */
export function unpackLzw(packed: Uint8Array, length: number): Uint8Array {
  const out = new Uint8Array(length);
  // A code stands for the bytes that it was made of, which have been written before.
  const starts = new Uint32Array(MOST_CODES + 1);
  const lengths = new Uint32Array(MOST_CODES + 1);
  let [bits, next, written] = [9, FIRST_FREE, 0];
  let [at, buffer, count] = [0, 0, 0];
  let previous: { readonly start: number; readonly length: number } | null = null;
  while (written < length) {
    while (count < bits && at < packed.length) {
      buffer = ((buffer << 8) | packed[at++]) & 0xffffff;
      count += 8;
    }
    if (count < bits) break; // the caller reports that there are too few bytes
    count -= bits;
    const code = (buffer >> count) & ((1 << bits) - 1);
    if (code === END) break;
    if (code === CLEAR) {
      [bits, next, previous] = [9, FIRST_FREE, null];
      continue;
    }
    if (previous !== null && next < MOST_CODES) {
      starts[next] = previous.start;
      lengths[next] = previous.length + 1;
      next++;
    }
    const start = written;
    if (code < CLEAR) out[written++] = code;
    else if (code < next) {
      const end = Math.min(length, written + lengths[code]);
      for (let from = starts[code]; written < end;) out[written++] = out[from++];
    } else throw damaged(`code ${code} where ${next} is the next`);
    previous = { start, length: written - start };
    if (next >= (1 << bits) - 1 && bits < 12) bits++;
  }
  return out.subarray(0, written);
}
