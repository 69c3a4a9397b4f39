import { BitReader } from './bitReader.js';
import { blockDecoder } from './blockDecoders.js';
import { placesOf, type Kept } from './coefficients.js';
import type { Frame } from './frame.js';
import type { Scan } from './scan.js';

export interface ScanOptions {
  readonly frame: Frame;
  readonly kept: Kept;
  /** MCUs between two restart markers; 0: there are none. */
  readonly restartInterval: number;
}

/**
 * Decodes the scan whose pixels begin at `bytes[start]`, and returns where the next marker is.
 * Throws ImageError if the data are damaged or cut off.
 */
export function decodeScan(bytes: Uint8Array, start: number, scan: Scan, options: ScanOptions): number {
  const { frame, kept, restartInterval } = options;
  const bits = new BitReader(bytes, start);
  if (kept === 1 && scan.from > 0) return bits.end(); // none of these frequencies is kept
  const context = { scan, bits, places: placesOf(kept), size: kept * kept };
  const { decode, reset } = blockDecoder(context, frame.isProgressive);

  let untilRestart = restartInterval;
  const beginMcu = (): void => {
    if (restartInterval === 0 || untilRestart-- > 0) return;
    bits.restart();
    reset();
    untilRestart = restartInterval - 1;
  };

  if (scan.components.length === 1) {
    const [component] = scan.components;
    const { columns, rows, stride } = component.coefficients.component;
    for (let row = 0; row < rows; row++) {
      for (let column = 0; column < columns; column++) {
        beginMcu();
        decode(component, row * stride + column);
      }
    }
    return bits.end();
  }
  for (let mcuRow = 0; mcuRow < frame.mcuRows; mcuRow++) {
    for (let mcu = 0; mcu < frame.mcuColumns; mcu++) {
      beginMcu();
      for (const component of scan.components) {
        const { h, v, stride } = component.coefficients.component;
        for (let y = 0; y < v; y++) {
          const block = (mcuRow * v + y) * stride + mcu * h;
          for (let x = 0; x < h; x++) decode(component, block + x);
        }
      }
    }
  }
  return bits.end();
}
