import { ImageError } from '../../errors.js';
import { nextJpegMarker } from '../jpegSegments.js';
import { LOOKUP_BITS, type HuffmanTable } from './huffmanTable.js';

/**
 * Reads the entropy-coded bits of one scan of a JPEG (ITU-T T.81, F.2.2.5). It stops at a marker.
 * Every method throws ImageError if the bits do not suffice.
 */
export class BitReader {
  private bits = 0;
  private count = 0;
  /** How many of the bits lie behind the end of the data, and so may not be used. */
  private padding = 0;

  constructor(
    private readonly bytes: Uint8Array,
    private at: number,
  ) {}

  bit(): number {
    return this.receive(1);
  }

  /** `length` bits, 0 to 16, as an unsigned number. */
  receive(length: number): number {
    if (this.count < length) this.fill();
    this.drop(length);
    return (this.bits >>> this.count) & ((1 << length) - 1);
  }

  /** `length` bits as JPEG writes signed numbers of that many bits. */
  receiveSigned(length: number): number {
    if (length === 0) return 0;
    const value = this.receive(length);
    return value < 1 << (length - 1) ? value - (1 << length) + 1 : value;
  }

  /** The next symbol, 0..255. */
  symbol(table: HuffmanTable): number {
    if (this.count < 16) this.fill();
    const entry = table.lookup[(this.bits >>> (this.count - LOOKUP_BITS)) & ((1 << LOOKUP_BITS) - 1)];
    if (entry !== 0) {
      this.drop(entry >> 8);
      return entry & 255;
    }
    for (let length = LOOKUP_BITS + 1; length <= 16; length++) {
      const code = (this.bits >>> (this.count - length)) & ((1 << length) - 1);
      if (code > table.largest[length]) continue;
      this.drop(length);
      return table.symbols[code + table.offsets[length]];
    }
    throw new ImageError('JPEG: the file must be intact. Received a bad Huffman code.');
  }

  /** Goes on behind the restart marker that comes next. */
  restart(): void {
    this.at = nextJpegMarker(this.bytes, this.at);
    if (!isRestart(this.bytes[this.at + 1])) {
      throw new ImageError('JPEG: the file must be intact. Received a missing restart marker.');
    }
    this.at += 2;
    this.bits = this.count = this.padding = 0;
  }

  /** Where the marker behind the scan begins, or the end of the file. */
  end(): number {
    let at = nextJpegMarker(this.bytes, this.at);
    while (isRestart(this.bytes[at + 1])) at = nextJpegMarker(this.bytes, at + 2);
    return at;
  }

  private drop(length: number): void {
    this.count -= length;
    if (this.count < this.padding) {
      throw new ImageError('JPEG: the file must be intact. Received pixels that are cut off.');
    }
  }

  /** At least 25 bits. */
  private fill(): void {
    const { bytes } = this;
    while (this.count <= 24) {
      let byte = this.at < bytes.length ? bytes[this.at] : -1;
      if (byte === 0xff) {
        if (bytes[this.at + 1] === 0) this.at++;
        else byte = -1; // a marker
      }
      if (byte < 0) this.padding += 8;
      else this.at++;
      this.bits = (this.bits << 8) | Math.max(0, byte);
      this.count += 8;
    }
  }
}

function isRestart(marker: number | undefined): boolean {
  return marker !== undefined && marker >= 0xd0 && marker <= 0xd7;
}
