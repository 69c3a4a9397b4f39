import { ImageError } from '../../errors.js';

/** The number of bits that are looked up at once. */
export const LOOKUP_BITS = 9;

/** A Huffman table of a JPEG, ready for decoding (ITU-T T.81, annex C and F.2.2.3). */
export interface HuffmanTable {
  /** [2^LOOKUP_BITS]: length of the code << 8 | its symbol; 0 for a longer code. */
  readonly lookup: Uint16Array;
  /** [18]: the largest code of each length, -1 if there is none. */
  readonly largest: Int32Array;
  /** [17]: index of the symbol of a code of each length = code + offset. */
  readonly offsets: Int32Array;
  readonly symbols: Uint8Array;
}

/** A table from the counts [16] of codes of each length and their symbols. Throws ImageError. */
export function huffmanTable(counts: Uint8Array, symbols: Uint8Array): HuffmanTable {
  const lookup = new Uint16Array(1 << LOOKUP_BITS);
  const largest = new Int32Array(18).fill(-1);
  const offsets = new Int32Array(17);
  let code = 0;
  let index = 0;
  for (let length = 1; length <= 16; length++, code <<= 1) {
    offsets[length] = index - code;
    for (let i = 0; i < counts[length - 1]; i++, code++, index++) {
      if (code >= 1 << length) {
        throw new ImageError('JPEG: a Huffman table must have room for its codes. Received too many of a length.');
      }
      largest[length] = code;
      if (length > LOOKUP_BITS) continue;
      const shift = LOOKUP_BITS - length;
      lookup.fill((length << 8) | symbols[index], code << shift, (code + 1) << shift);
    }
  }
  return { lookup, largest, offsets, symbols };
}
