import { ImageError } from '../../errors.js';
import type { HuffmanTable } from './huffmanTable.js';
import type { Coefficients } from './coefficients.js';

/** A component of a scan with the tables that its codes need. */
export interface ScanComponent {
  readonly coefficients: Coefficients;
  readonly dc: HuffmanTable | undefined;
  readonly ac: HuffmanTable | undefined;
}

/** A scan header: which coefficients the codes behind it are for (ITU-T T.81, B.2.3). */
export interface Scan {
  readonly components: readonly ScanComponent[];
  /** First and last coefficient, 0..63, in the order of the file. */
  readonly from: number;
  readonly to: number;
  /** The lowest bit that was known before, or 0 in the first scan, and the lowest of this scan. */
  readonly high: number;
  readonly low: number;
}

/** The Huffman tables that hold at a scan, by their number. */
export interface HuffmanTables {
  readonly dc: readonly (HuffmanTable | undefined)[];
  readonly ac: readonly (HuffmanTable | undefined)[];
}

/** Parses the content of a scan header. Throws ImageError if it does not fit the frame. */
export function parseScan(
  content: Uint8Array,
  all: readonly Coefficients[],
  isProgressive: boolean,
  tables: HuffmanTables,
): Scan {
  const count = content[0];
  const components = Array.from({ length: count }, (_, i) => {
    const id = content[1 + 2 * i];
    const coefficients = all.find(({ component }) => component.id === id);
    if (coefficients === undefined) throw bad(`a component ${id} that the frame lacks`);
    const choice = content[2 + 2 * i];
    return { coefficients, dc: tables.dc[choice >> 4], ac: tables.ac[choice & 15] };
  });
  if (count < 1 || new Set(components.map(({ coefficients }) => coefficients)).size < count) {
    throw bad(`${count} components`);
  }
  if (!isProgressive) return { components, from: 0, to: 63, high: 0, low: 0 };
  const [from, to, bits] = content.subarray(1 + 2 * count);
  const [high, low] = [bits >> 4, bits & 15];
  const isDc = from === 0 && to === 0;
  if (!isDc && (from === 0 || to < from || to > 63 || count > 1)) throw bad(`coefficients ${from} to ${to}`);
  if (low > 13 || (high > 0 && high !== low + 1)) throw bad(`bits ${high} to ${low}`);
  return { components, from, to, high, low };
}

function bad(what: string): ImageError {
  return new ImageError(`JPEG: the file must be intact. Received a scan of ${what}.`);
}
