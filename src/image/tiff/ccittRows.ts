import { BLACK_RUNS, LONGEST_RUN_CODE, WHITE_RUNS } from './ccittCodes.js';
import { damaged } from './parseTiff.js';

export interface CcittOptions {
  readonly width: number;
  readonly rows: number;
  /** `rows` has no end marks but whole bytes; `mixed` says of each row how it is coded. */
  readonly kind: 'rows' | 'group 3' | 'mixed' | 'group 4';
}

/** The zeros of an end mark, which a 1 follows. */
const END_ZEROS = 11;

/**
 * Rows of one bit per pixel, 1 is black, in whole bytes, from the codes of ITU-T T.4 and T.6.
 * Throws ImageError if they are damaged or cut off.
 */
export function ccittRows(packed: Uint8Array, { width, rows, kind }: CcittOptions): Uint8Array {
  const bits = new Bits(packed);
  const rowBytes = Math.ceil(width / 8);
  const out = new Uint8Array(rowBytes * rows);
  let above: readonly number[] = [];
  for (let row = 0; row < rows; row++) {
    let isByRuns = kind !== 'group 4';
    if (kind === 'rows') bits.toByte();
    else if (kind !== 'group 4' && bits.skipEndMark() && kind === 'mixed') isByRuns = bits.take(1) === 1;
    const changes = isByRuns ? rowByRuns(bits, width) : rowByAbove(bits, width, above);
    fillBlack(out, row * rowBytes, changes, width);
    above = changes;
  }
  return out;
}

/** Where the colour of a row changes, which begins white, in pixels. */
function rowByRuns(bits: Bits, width: number): number[] {
  const changes: number[] = [];
  for (let at = 0; at < width;) {
    at += bits.run(changes.length % 2 === 1);
    changes.push(Math.min(at, width));
  }
  return changes;
}

/** The same, where a row is described by what differs from the one above it. */
function rowByAbove(bits: Bits, width: number, above: readonly number[]): number[] {
  const changes: number[] = [];
  let at = -1;
  let next = 0; // index in `above`
  while (at < width) {
    const isBlack = changes.length % 2 === 1;
    // The next change above, right of `at`, from this colour to the other.
    while (next > 0 && (above[next - 1] ?? width) > at) next--;
    while ((above[next] ?? width) < width && (above[next] <= at || (next % 2 === 1) !== isBlack)) next++;
    const change = above[next] ?? width;
    const mode = bits.mode();
    if (mode === 'pass') at = above[next + 1] ?? width;
    else if (mode === 'horizontal') {
      const first = Math.max(at, 0) + bits.run(isBlack);
      at = first + bits.run(!isBlack);
      changes.push(Math.min(first, width), Math.min(at, width));
    } else {
      const moved = change + mode;
      if (moved < Math.max(at, 0)) throw damaged('a row of a fax that goes back');
      at = moved;
      changes.push(Math.min(at, width));
    }
  }
  return changes;
}

function fillBlack(out: Uint8Array, start: number, changes: readonly number[], width: number): void {
  for (let i = 0; i < changes.length; i += 2) {
    const end = changes[i + 1] ?? width;
    for (let x = changes[i]; x < end; x++) out[start + (x >> 3)] |= 0x80 >> (x & 7);
  }
}

/** T.6, table 1: how a row continues. A number is where, seen from the change above. */
const MODES: readonly (readonly [code: string, mode: 'pass' | 'horizontal' | number])[] = [
  ['1', 0],
  ['011', 1],
  ['010', -1],
  ['001', 'horizontal'],
  ['0001', 'pass'],
  ['000011', 2],
  ['000010', -2],
  ['0000011', 3],
  ['0000010', -3],
];

class Bits {
  private at = 0;

  constructor(private readonly bytes: Uint8Array) {}

  take(count: number): number {
    const value = this.peek(count);
    this.skip(count);
    return value;
  }

  /** The length of a run, of which all codes but the last are multiples of 64. */
  run(isBlack: boolean): number {
    for (let length = 0; ;) {
      const entry = (isBlack ? BLACK_RUNS : WHITE_RUNS)[this.peek(LONGEST_RUN_CODE)];
      if (entry === 0) throw damaged('a bad code in a fax');
      this.skip(entry >> 16);
      length += entry & 0xffff;
      if ((entry & 0xffff) < 64) return length;
    }
  }

  mode(): 'pass' | 'horizontal' | number {
    for (const [code, mode] of MODES) {
      if (this.peek(code.length) !== Number.parseInt(code, 2)) continue;
      this.skip(code.length);
      return mode;
    }
    throw damaged('a bad code in a fax');
  }

  toByte(): void {
    this.at = 8 * Math.ceil(this.at / 8);
  }

  /** Goes behind an end mark, with any number of zeros before it, if there is one here. */
  skipEndMark(): boolean {
    let at = this.at;
    while (at < 8 * this.bytes.length && this.bitAt(at) === 0) at++;
    if (at - this.at < END_ZEROS || at >= 8 * this.bytes.length) return false;
    this.at = at + 1;
    return true;
  }

  private bitAt(at: number): number {
    return (this.bytes[at >> 3] >> (7 - (at & 7))) & 1;
  }

  /** Behind the end there are zeros. */
  private peek(count: number): number {
    const { at, bytes } = this;
    const byte = at >> 3;
    const three = ((bytes[byte] ?? 0) << 16) | ((bytes[byte + 1] ?? 0) << 8) | (bytes[byte + 2] ?? 0);
    return (three >> (24 - count - (at & 7))) & ((1 << count) - 1);
  }

  private skip(count: number): void {
    this.at += count;
    if (this.at > 8 * this.bytes.length) throw damaged('a fax that is cut off');
  }
}
