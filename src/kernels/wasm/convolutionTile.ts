import type { Floats } from '../kernels.js';
import type { Assembler, Local } from './assembler.js';

/** A run of blocks of output channels that one tile computes at once. */
export interface ChannelBlocks {
  /** Vectors of four channels in each block. */
  readonly vectors: number;
  readonly first: number;
  readonly count: number;
}

/** K output channels in blocks of `tileVectors` vectors, the rest in one smaller block. */
export function channelBlocks(K: number, tileVectors: number): ChannelBlocks[] {
  const block = tileVectors * 4;
  const full = Math.floor(K / block);
  const blocks: ChannelBlocks[] = [];
  if (full > 0) blocks.push({ vectors: tileVectors, first: 0, count: full });
  if (K % block !== 0) blocks.push({ vectors: (K % block) / 4, first: full * block, count: 1 });
  return blocks;
}

/** weight [K, taps] to [blocks of K][taps][channels of the block], the order in which a tile reads it. */
export function packBlocks(
  weight: Floats,
  blocks: readonly ChannelBlocks[],
  taps: number,
  packed: Floats,
  offset = 0,
): void {
  let at = offset;
  for (const { vectors, first, count } of blocks) {
    for (let block = 0; block < count; block++) {
      const channel = first + block * vectors * 4;
      for (let tap = 0; tap < taps; tap++) {
        for (let k = 0; k < vectors * 4; k++) packed[at++] = weight[(channel + k) * taps + tap];
      }
    }
  }
}

export interface TileShape {
  /** Byte offsets of the tile's pixels from the first. */
  readonly pixels: readonly number[];
  readonly vectors: number;
  /** Rows of the filter, 3 or 1. */
  readonly size: number;
  readonly C: number;
  /** Bytes of one framed row of the input. */
  readonly rowBytes: number;
}

/**
 * accumulators [pixels][vectors] += input window * weights. `input` points at the upper left of the first pixel's window,
 * `weights` at the block's packed weights; both are left advanced.
 */
export function emitTile(code: Assembler, shape: TileShape, input: Local, weights: Local, accumulators: Local[]): void {
  const { pixels, vectors, size, C, rowBytes } = shape;
  const taps = size * C; // contiguous floats of a window's row
  const weight = code.locals('v128', vectors);
  const value = code.local('v128');
  // Not unrolled: engines then move loads ahead until the accumulators no longer fit the registers.
  const tap = (): void => {
    for (let v = 0; v < vectors; v++)
      code
        .get(weights)
        .load(v * 16)
        .set(weight[v]);
    for (const [p, offset] of pixels.entries()) {
      code.get(input).loadSplat(offset).set(value);
      for (let v = 0; v < vectors; v++) {
        code.multiplyAdd(
          accumulators[p * vectors + v],
          () => code.get(value),
          () => code.get(weight[v]),
        );
      }
    }
    code.advance(input, 4).advance(weights, vectors * 16);
  };
  code.repeat(size, () => {
    code.repeat(taps, tap);
    code.advance(input, rowBytes - taps * 4);
  });
}
