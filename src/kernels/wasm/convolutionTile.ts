import type { ConvShape, Floats } from '../kernels.js';
import type { Assembler, Local } from './assembler.js';

/** A run of blocks of output channels that one tile computes at once. */
export interface ChannelBlocks {
  /** Vectors of four channels in each block. */
  readonly vectors: number;
  readonly first: number;
  readonly count: number;
}

/**
 * Divides K output channels into blocks of `tileVectors` vectors; the rest goes into one smaller
 * block.
 */
export function channelBlocks(K: number, tileVectors: number): ChannelBlocks[] {
  const block = tileVectors * 4;
  const full = Math.floor(K / block);
  const blocks: ChannelBlocks[] = [];
  if (full > 0) blocks.push({ vectors: tileVectors, first: 0, count: full });
  if (K % block !== 0) blocks.push({ vectors: (K % block) / 4, first: full * block, count: 1 });
  return blocks;
}

/**
 * How filters lie in an array: the weight of filter k at tap t (row by row) for channel c is at
 * start + k * filter + t * tap + c * channel.
 */
export interface WeightOrder {
  readonly start: number;
  readonly filter: number;
  readonly tap: number;
  readonly channel: number;
}

/** The order of weight [K, size, size, C]. */
export function plainOrder({ C, size }: ConvShape): WeightOrder {
  return { start: 0, filter: size * size * C, tap: C, channel: 1 };
}

/** The filters of the input gradient: rotated by 180 degrees, with filters and channels swapped. */
export function turnedOrder({ C, size }: ConvShape): WeightOrder {
  return { start: (size * size - 1) * C, filter: 1, tap: -C, channel: size * size * C };
}

/**
 * Packs filters as [blocks of K][taps][C][channels of the block], the order in which a tile reads
 * them.
 */
export function packBlocks(
  weight: Floats,
  { start, filter, tap, channel }: WeightOrder,
  { C, K, size }: ConvShape,
  tileVectors: number,
  packed: Floats,
  offset = 0,
): void {
  let at = offset;
  for (const { vectors, first, count } of channelBlocks(K, tileVectors)) {
    for (let block = 0; block < count; block++) {
      const from = start + (first + block * vectors * 4) * filter;
      for (let t = 0; t < size * size; t++) {
        for (let c = 0; c < C; c++) {
          for (let k = 0; k < vectors * 4; k++) packed[at++] = weight[from + k * filter + t * tap + c * channel];
        }
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
 * accumulators [pixels][vectors] += input window * weights. `input` points to the upper left of the
 * first pixel's window, `weights` to the block's packed weights; both are advanced.
 */
export function emitTile(code: Assembler, shape: TileShape, input: Local, weights: Local, accumulators: Local[]): void {
  const { pixels, vectors, size, C, rowBytes } = shape;
  const taps = size * C; // contiguous floats of a window's row
  code.repeat(size, () => {
    const step = { pixels, vectors, inputStep: 4, weightStep: vectors * 16 };
    emitOuterProducts(code, { ...step, count: taps }, input, weights, accumulators);
    code.advance(input, rowBytes - taps * 4);
  });
}

export interface OuterProducts {
  /** Byte offsets from `input` of the floats that each step takes. */
  readonly pixels: readonly number[];
  /** Neighbouring vectors that each step takes from `weights`. */
  readonly vectors: number;
  readonly inputStep: number;
  readonly weightStep: number;
  readonly count: number;
}

/**
 * accumulators [pixels][vectors] += one float of each pixel * the vectors, `count` times. `input`
 * and `weights` advance with each step.
 */
export function emitOuterProducts(
  code: Assembler,
  { pixels, vectors, inputStep, weightStep, count }: OuterProducts,
  input: Local,
  weights: Local,
  accumulators: Local[],
): void {
  const weight = code.locals('v128', vectors);
  const value = code.local('v128');
  // Not unrolled: JavaScript engines would move loads ahead until the accumulators no longer fit
  // the registers.
  code.repeat(count, () => {
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
    code.advance(input, inputStep).advance(weights, weightStep);
  });
}
