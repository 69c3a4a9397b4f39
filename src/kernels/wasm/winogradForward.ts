import type { Floats } from '../kernels.js';
import type { Assembler, Local } from './assembler.js';
import { type ChannelBlocks, channelBlocks, emitTile, type WeightOrder } from './convolutionTile.js';
import { eachChunk, emitInputTransform, evenShares, inGroups, POINTS, type TileGrid } from './winogradTiles.js';

/** Turns filters into transformed filters [16][blocks of K][C][channels of the block]. */
export function packWinograd(
  weight: Floats,
  { start, filter, tap, channel }: WeightOrder,
  { C, K }: { C: number; K: number },
  tileVectors: number,
  packed: Floats,
  offset = 0,
): void {
  const rows = new Float64Array(12);
  const plane = K * C;
  for (const { vectors, first, count } of channelBlocks(K, tileVectors)) {
    const lanes = vectors * 4;
    for (let k = first; k < first + count * lanes; k++) {
      const lane = (k - first) % lanes;
      for (let c = 0; c < C; c++) {
        const from = start + k * filter + c * channel;
        for (let j = 0; j < 3; j++) {
          const top = weight[from + j * tap];
          const middle = weight[from + (3 + j) * tap];
          const bottom = weight[from + (6 + j) * tap];
          rows[j] = top;
          rows[3 + j] = (top + middle + bottom) * 0.5;
          rows[6 + j] = (top - middle + bottom) * 0.5;
          rows[9 + j] = bottom;
        }
        let at = offset + (k - lane) * C + lane + c * lanes;
        for (let i = 0; i < 12; i += 3) {
          const left = rows[i];
          const middle = rows[i + 1];
          const right = rows[i + 2];
          packed[at] = left;
          packed[at + plane] = (left + middle + right) * 0.5;
          packed[at + 2 * plane] = (left - middle + right) * 0.5;
          packed[at + 3 * plane] = right;
          at += 4 * plane;
        }
      }
    }
  }
}

/** What `emitWinograd` hands to the code that takes a tile's output. */
export interface TileOutput {
  /** The number of vectors of four channels that are ready. */
  readonly vectors: number;
  /** [4 pixels][vectors]: upper left, upper right, lower left, lower right; without the bias. */
  readonly pixels: readonly Local[];
}

export interface WinogradWork {
  /** Address of the image's framed map. */
  readonly image: Local;
  readonly packed: Local;
  /** Address of scratch space. */
  readonly scratch: number;
}

export interface TileTaker {
  /** Emits code that takes some channels of a tile's output and advances by as many channels. */
  readonly take: (output: TileOutput) => void;
  readonly endTile: () => void;
  readonly endRow: () => void;
}

/** Emits the convolution of one image, tile by tile and row by row; `taker` takes the outputs. */
export function emitWinograd(code: Assembler, grid: TileGrid, work: WinogradWork, taker: TileTaker): void {
  const { C } = grid;
  const row = code.local('i32');
  code.get(work.image).set(row);
  eachChunk(code, grid, (chunk) => {
    const products = work.scratch + POINTS * chunk.tiles * C * 4;
    emitInputTransform(code, grid, chunk, row, work.scratch);
    emitProducts(code, grid, chunk.tiles, { packed: work.packed, inputs: work.scratch, products });
    emitOutputTransform(code, grid, chunk.rows, products, taker);
  });
}

interface Planes {
  readonly packed: Local;
  /** Address of [16][tiles][C]. */
  readonly inputs: number;
  /** Address of [16][tiles][K]. */
  readonly products: number;
}

/** 16 matrix products [tiles][K] = [tiles][C] [C][K]. */
function emitProducts(code: Assembler, { C, K }: TileGrid, tiles: number, planes: Planes): void {
  const [strip, block, inputs, products, input, weights, out] = code.locals('i32', 7);
  code.get(planes.packed).set(block).i32(planes.inputs).set(inputs).i32(planes.products).set(products);
  const emitStrip = (length: number, { vectors }: ChannelBlocks): void => {
    const sums = code.locals('v128', length * vectors);
    for (const sum of sums) code.f32x4(0).set(sum);
    code.get(strip).set(input).get(block).set(weights);
    const pixels = Array.from({ length }, (_, p) => p * C * 4);
    emitTile(code, { pixels, vectors, size: 1, C, rowBytes: 0 }, input, weights, sums);
    for (const [s, sum] of sums.entries()) {
      code
        .get(out)
        .get(sum)
        .store(Math.floor(s / vectors) * K * 4 + (s % vectors) * 16);
    }
    code.advance(strip, length * C * 4).advance(out, length * K * 4);
  };
  code.repeat(POINTS, () => {
    for (const blocks of channelBlocks(K, code.traits.tileVectors)) {
      code.repeat(blocks.count, () => {
        code.get(inputs).set(strip).get(products).set(out);
        for (const { size, count } of evenShares(tiles, code.traits.stripTiles)) {
          code.repeat(count, () => {
            emitStrip(size, blocks);
          });
        }
        code.advance(block, C * blocks.vectors * 16).advance(products, blocks.vectors * 16);
      });
    }
    code.advance(inputs, tiles * C * 4).advance(products, tiles * K * 4 - K * 4);
  });
}

function emitOutputTransform(code: Assembler, grid: TileGrid, rows: number, products: number, taker: TileTaker): void {
  const { columns, K } = grid;
  const plane = rows * columns * K * 4;
  const at = code.local('i32');
  code.i32(products).set(at);
  const transform = (vectors: number): void => {
    const upper = code.locals('v128', 4 * vectors);
    const lower = code.locals('v128', 4 * vectors);
    const pixels = code.locals('v128', 4 * vectors);
    const middle = code.locals('v128', 2 * vectors);
    for (let j = 0; j < 4; j++) {
      const load = (i: number, v: number): Assembler => code.get(at).load((i * 4 + j) * plane + v * 16);
      for (let v = 0; v < vectors; v++) {
        load(1, v).set(middle[v]);
        load(2, v).set(middle[vectors + v]);
      }
      for (let v = 0; v < vectors; v++) {
        load(0, v)
          .get(middle[v])
          .op('f32x4.add')
          .get(middle[vectors + v])
          .op('f32x4.add');
        code.set(upper[j * vectors + v]);
      }
      for (let v = 0; v < vectors; v++) {
        code
          .get(middle[v])
          .get(middle[vectors + v])
          .op('f32x4.sub');
        load(3, v)
          .op('f32x4.sub')
          .set(lower[j * vectors + v]);
      }
    }
    for (const [row, sums] of [upper, lower].entries()) {
      const sum = (j: number, v: number): Assembler => code.get(sums[j * vectors + v]);
      for (let v = 0; v < vectors; v++) {
        sum(0, v);
        sum(1, v).op('f32x4.add');
        sum(2, v)
          .op('f32x4.add')
          .set(pixels[row * 2 * vectors + v]);
      }
      for (let v = 0; v < vectors; v++) {
        sum(1, v);
        sum(2, v).op('f32x4.sub');
        sum(3, v)
          .op('f32x4.sub')
          .set(pixels[(row * 2 + 1) * vectors + v]);
      }
    }
    taker.take({ vectors, pixels });
    code.advance(at, vectors * 16);
  };
  code.repeat(rows, () => {
    code.repeat(columns, () => {
      inGroups(code, K, transform);
      taker.endTile();
    });
    taker.endRow();
  });
}
