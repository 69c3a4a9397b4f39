import { ImageError } from '../errors.js';

const MOST_CODES = 4096;

/**
 * `length` bytes from the LZW codes of a GIF, of `minimumBits` + 1 bits at first, the lowest bits
 * first (GIF89a specification, appendix F). Throws ImageError if there are fewer.
 */
export function unpackGifCodes(packed: Uint8Array, minimumBits: number, length: number): Uint8Array {
  if (!(minimumBits >= 1 && minimumBits <= 11)) {
    throw new ImageError(`GIF: the smallest code must have 1 to 11 bits. Received ${minimumBits}.`);
  }
  const out = new Uint8Array(length);
  const clear = 1 << minimumBits;
  const end = clear + 1;
  // What a code stands for: what its prefix stands for, and one more byte.
  const prefixes = new Uint16Array(MOST_CODES);
  const suffixes = new Uint8Array(MOST_CODES);
  const lengths = new Uint16Array(MOST_CODES);
  for (let code = 0; code < clear; code++) {
    suffixes[code] = code;
    lengths[code] = 1;
  }
  let [bits, next, previous] = [minimumBits + 1, clear + 2, -1];
  let [at, buffer, count, written] = [0, 0, 0, 0];

  /** Writes what `code` stands for, from its end, and returns its first byte. */
  const write = (code: number): number => {
    const stop = written + lengths[code];
    let symbol = code;
    for (let o = stop - 1; o > written; o--) {
      if (o < length) out[o] = suffixes[symbol];
      symbol = prefixes[symbol];
    }
    out[written] = suffixes[symbol];
    written = stop;
    return suffixes[symbol];
  };

  while (written < length) {
    while (count < bits) {
      if (at >= packed.length) throw damaged(`${written} of ${length} pixels: the file is cut off`);
      buffer |= packed[at++] << count;
      count += 8;
    }
    const code = buffer & ((1 << bits) - 1);
    buffer >>>= bits;
    count -= bits;
    if (code === clear) {
      [bits, next, previous] = [minimumBits + 1, clear + 2, -1];
      continue;
    }
    if (code === end) throw damaged(`${written} of ${length} pixels`);
    if (previous < 0 ? code > end : code > next || (code === next && next >= MOST_CODES)) {
      throw damaged(`code ${code} where ${next} is the next`);
    }
    if (previous >= 0 && next < MOST_CODES) {
      prefixes[next] = previous;
      lengths[next] = lengths[previous] + 1;
      suffixes[next] = firstOf(code === next ? previous : code, prefixes, lengths, suffixes);
      next++;
      if (next === 1 << bits && bits < 12) bits++;
    }
    write(code);
    previous = code;
  }
  return out;
}

function firstOf(code: number, prefixes: Uint16Array, lengths: Uint16Array, suffixes: Uint8Array): number {
  let symbol = code;
  while (lengths[symbol] > 1) symbol = prefixes[symbol];
  return suffixes[symbol];
}

function damaged(received: string): ImageError {
  return new ImageError(`GIF: the pixels must be intact. Received ${received}.`);
}
