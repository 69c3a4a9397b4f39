import { ImageError } from '../../errors.js';
import type { BitReader } from './bitReader.js';
import type { Coefficients } from './coefficients.js';
import type { HuffmanTable } from './huffmanTable.js';
import type { Scan, ScanComponent } from './scan.js';

/** Decodes block number `block` of a component of a scan. */
export type DecodeBlock = (component: ScanComponent, block: number) => void;

export interface BlockDecoder {
  readonly decode: DecodeBlock;
  /** Forgets what was said about the blocks before. */
  readonly reset: () => void;
}

/** What is the same for all blocks of a scan. */
interface Context {
  readonly scan: Scan;
  readonly bits: BitReader;
  /** See `placesOf`. */
  readonly places: Int8Array;
  /** Stored coefficients per block. */
  readonly size: number;
}

/** The decoder for the blocks of `scan` (ITU-T T.81, F.2 and G.2). */
export function blockDecoder(context: Context, isProgressive: boolean): BlockDecoder {
  if (!isProgressive) return baseline(context);
  const { from, high } = context.scan;
  if (from === 0) return high === 0 ? firstOfDc(context) : refineDc(context);
  return high === 0 ? firstOfAc(context) : refineAc(context);
}

function baseline({ bits, places, size }: Context): BlockDecoder {
  const dc = differences(bits);
  return {
    reset: dc.reset,
    decode(component, block) {
      const { values } = component.coefficients;
      const start = block * size;
      values[start] = dc.next(component);
      const table = tableOf(component.ac);
      for (let k = 1; k < 64; k++) {
        const code = bits.symbol(table);
        const length = code & 15;
        if (length === 0) {
          if (code !== 0xf0) break;
          k += 15;
          continue;
        }
        k += code >> 4;
        const value = bits.receiveSigned(length);
        if (k > 63) throw tooMany();
        if (places[k] >= 0) values[start + places[k]] = value;
      }
    },
  };
}

function firstOfDc({ bits, size, scan: { low } }: Context): BlockDecoder {
  const dc = differences(bits);
  return {
    reset: dc.reset,
    decode(component, block) {
      component.coefficients.values[block * size] = dc.next(component) << low;
    },
  };
}

function refineDc({ bits, size, scan: { low } }: Context): BlockDecoder {
  return {
    reset: () => undefined,
    decode({ coefficients: { values } }, block) {
      if (bits.bit() === 1) values[block * size] |= 1 << low;
    },
  };
}

function firstOfAc({ bits, places, size, scan: { from, to, low } }: Context): BlockDecoder {
  let empty = 0; // how many blocks, from here on, have nothing more
  return {
    reset: () => void (empty = 0),
    decode({ coefficients, ac }, block) {
      if (empty > 0) {
        empty--;
        return;
      }
      const table = tableOf(ac);
      for (let k = from; k <= to; k++) {
        const code = bits.symbol(table);
        const run = code >> 4;
        const length = code & 15;
        if (length === 0) {
          if (run < 15) {
            empty = (1 << run) + bits.receive(run) - 1;
            break;
          }
          k += 15;
          continue;
        }
        k += run;
        const value = bits.receiveSigned(length) << low;
        if (k > to) throw tooMany();
        markNonzero(coefficients, block, k);
        if (places[k] >= 0) coefficients.values[block * size + places[k]] = value;
      }
    },
  };
}

function refineAc({ bits, places, size, scan: { from, to, low } }: Context): BlockDecoder {
  let empty = 0;
  const refine = ({ values }: Coefficients, block: number, k: number): void => {
    if (bits.bit() === 0 || places[k] < 0) return;
    const at = block * size + places[k];
    values[at] += values[at] < 0 ? -1 << low : 1 << low;
  };
  return {
    reset: () => void (empty = 0),
    decode({ coefficients, ac }, block) {
      let k = from;
      if (empty === 0) {
        const table = tableOf(ac);
        for (; k <= to; k++) {
          const code = bits.symbol(table);
          let run = code >> 4;
          let value = 0;
          if ((code & 15) !== 0) value = bits.bit() === 1 ? 1 << low : -1 << low;
          else if (run < 15) {
            empty = (1 << run) + bits.receive(run);
            break;
          }
          for (; k <= to; k++) {
            if (isNonzero(coefficients, block, k)) refine(coefficients, block, k);
            else if (run-- === 0) break;
          }
          if (value === 0 || k > to) continue;
          markNonzero(coefficients, block, k);
          if (places[k] >= 0) coefficients.values[block * size + places[k]] = value;
        }
      }
      if (empty === 0) return;
      for (; k <= to; k++) if (isNonzero(coefficients, block, k)) refine(coefficients, block, k);
      empty--;
    },
  };
}

/** The first coefficient of each block, which is written as the difference to the one before. */
function differences(bits: BitReader): { readonly next: (c: ScanComponent) => number; readonly reset: () => void } {
  const before = new Map<ScanComponent, number>();
  return {
    reset: () => {
      before.clear();
    },
    next(component) {
      const length = bits.symbol(tableOf(component.dc));
      if (length > 15) throw tooMany();
      const value = (before.get(component) ?? 0) + bits.receiveSigned(length);
      before.set(component, value);
      return value;
    },
  };
}

function isNonzero({ nonzero }: Coefficients, block: number, k: number): boolean {
  return ((nonzero[2 * block + (k >> 5)] >>> (k & 31)) & 1) === 1;
}

function markNonzero({ nonzero }: Coefficients, block: number, k: number): void {
  nonzero[2 * block + (k >> 5)] |= 1 << (k & 31);
}

function tableOf(table: HuffmanTable | undefined): HuffmanTable {
  if (table === undefined) throw new ImageError('JPEG: a scan must come after its Huffman tables. Received none.');
  return table;
}

function tooMany(): ImageError {
  return new ImageError('JPEG: the file must be intact. Received a block with too many coefficients.');
}
