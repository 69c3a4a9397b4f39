import type { Floats } from '../kernels.js';
import type { Assembler, Local } from './assembler.js';
import { type ChannelBlocks, channelBlocks, emitTile } from './convolutionTile.js';
import { SCRATCH_BYTES } from './memory.js';

// Convolution 3x3 by Winograd's minimal filtering F(2x2, 3x3) (Lavin & Gray 2016, arXiv:1509.09308, section 4.1): a tile of
// 2x2 outputs costs 16 multiplications a pair of channels instead of 36. The input of a tile, 4x4 cells, is transformed to
// 16 numbers (B^T d B), the filters likewise (G g G^T, when packed); their products, summed over the input channels, are 16
// matrix products; their inverse transform (A^T m A) is the output. All coefficients are 0, 1, -1 and 1/2, so it rounds
// about as a direct convolution does.

/** Numbers that stand for a tile, and for a filter. */
const POINTS = 16;
/** Tiles that a matrix product computes at once. */
const STRIP = 5;

export interface TileGrid {
  /** Tiles of 2x2 outputs, from the top and from left to right. */
  readonly rows: number;
  readonly columns: number;
  /** Cells of a row of the map, without its frame. */
  readonly W: number;
  readonly C: number;
  readonly K: number;
}

/** Floats of the transformed filters. */
export function winogradLength(C: number, K: number): number {
  return POINTS * K * C;
}

/** weight(k, tap, c) to the transformed filters [16][blocks of K][C][channels of the block]. */
export function packWinograd(
  weight: (k: number, tap: number, c: number) => number,
  { C, K }: { C: number; K: number },
  tileVectors: number,
  packed: Floats,
  offset = 0,
): void {
  const rows = new Float64Array(12);
  for (const { vectors, first, count } of channelBlocks(K, tileVectors)) {
    const lanes = vectors * 4;
    for (let k = first; k < first + count * lanes; k++) {
      const lane = (k - first) % lanes;
      const block = offset + (k - lane) * C + lane;
      for (let c = 0; c < C; c++) {
        for (let j = 0; j < 3; j++) {
          const [top, middle, bottom] = [weight(k, j, c), weight(k, 3 + j, c), weight(k, 6 + j, c)];
          rows[j] = top;
          rows[3 + j] = (top + middle + bottom) / 2;
          rows[6 + j] = (top - middle + bottom) / 2;
          rows[9 + j] = bottom;
        }
        for (let i = 0; i < 4; i++) {
          const [left, middle, right] = [rows[i * 3], rows[i * 3 + 1], rows[i * 3 + 2]];
          const at = block + c * lanes + i * 4 * K * C;
          packed[at] = left;
          packed[at + K * C] = (left + middle + right) / 2;
          packed[at + 2 * K * C] = (left - middle + right) / 2;
          packed[at + 3 * K * C] = right;
        }
      }
    }
  }
}

/** What `emitWinograd` hands to the code that takes a tile's output. */
export interface TileOutput {
  /** Vectors of four channels that are ready. */
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
  /** Code that takes some channels of a tile's output and moves on by so many channels. */
  readonly take: (output: TileOutput) => void;
  readonly endTile: () => void;
  readonly endRow: () => void;
}

/** Tile rows that are worked on together: as many as the scratch space holds, in even shares. */
function chunksOf({ rows, columns, C, K }: TileGrid): { readonly rows: number; readonly count: number }[] {
  const most = Math.floor(SCRATCH_BYTES / (columns * POINTS * (C + K) * 4));
  return evenShares(rows, Math.max(1, most));
}

/** Whether a row of tiles fits the scratch space, and there are channels enough to pay for the transforms. */
export function suitsWinograd({ rows, columns, C, K }: TileGrid): boolean {
  return C % 4 === 0 && C >= 16 && K >= 8 && rows > 0 && columns * POINTS * (C + K) * 4 <= SCRATCH_BYTES;
}

/** `total` in as few shares of at most `most` as possible, all of two neighbouring sizes. */
function evenShares(total: number, most: number): { readonly rows: number; readonly count: number }[] {
  const shares = Math.ceil(total / most);
  const larger = Math.ceil(total / shares);
  const smaller = shares * larger - total;
  return [
    { rows: larger, count: shares - smaller },
    { rows: larger - 1, count: smaller },
  ].filter(({ count }) => count > 0);
}

/** Emits the convolution of one image, tile after tile, row by row; `taker` takes the outputs. */
export function emitWinograd(code: Assembler, grid: TileGrid, work: WinogradWork, taker: TileTaker): void {
  const { columns, W, C } = grid;
  const row = code.local('i32');
  code.get(work.image).set(row);
  for (const { rows, count } of chunksOf(grid)) {
    const tiles = rows * columns;
    const products = work.scratch + POINTS * tiles * C * 4;
    code.repeat(count, () => {
      emitInputTransform(code, grid, rows, row, work.scratch);
      emitProducts(code, grid, tiles, { packed: work.packed, inputs: work.scratch, products });
      emitOutputTransform(code, grid, rows, products, taker);
      code.advance(row, rows * 2 * (W + 2) * C * 4);
    });
  }
}

/** [16][tiles][C] from the cells below `row`. */
function emitInputTransform(code: Assembler, grid: TileGrid, rows: number, row: Local, scratch: number): void {
  const { columns, W, C } = grid;
  const plane = rows * columns * C * 4;
  const [tileRow, cell, out] = code.locals('i32', 3);
  code.get(row).set(tileRow).i32(scratch).set(out);
  const transform = (vectors: number): void => {
    const columnsOf = code.locals('v128', 4 * vectors);
    const results = code.locals('v128', 4 * vectors);
    const load = (i: number, j: number, v: number): unknown => code.get(cell).load((i * (W + 2) + j) * C * 4 + v * 16);
    for (const [i, [a, b, operation]] of INPUT_ROWS.entries()) {
      for (let j = 0; j < 4; j++) {
        for (let v = 0; v < vectors; v++) {
          load(a, j, v);
          load(b, j, v);
          code.op(operation).set(columnsOf[j * vectors + v]);
        }
      }
      for (const [j, [a2, b2, operation2]] of INPUT_ROWS.entries()) {
        for (let v = 0; v < vectors; v++) {
          code.get(columnsOf[a2 * vectors + v]).get(columnsOf[b2 * vectors + v]);
          code.op(operation2).set(results[j * vectors + v]);
        }
      }
      for (let j = 0; j < 4; j++) {
        for (let v = 0; v < vectors; v++) {
          code
            .get(out)
            .get(results[j * vectors + v])
            .store((i * 4 + j) * plane + v * 16);
        }
      }
    }
    code.advance(cell, vectors * 16).advance(out, vectors * 16);
  };
  code.repeat(rows, () => {
    code.get(tileRow).set(cell);
    code.repeat(columns, () => {
      inGroups(code, C, transform);
      code.advance(cell, C * 4); // of two cells, one is behind
    });
    code.advance(tileRow, 2 * (W + 2) * C * 4);
  });
}

/** B^T, as which two of four are added or subtracted. */
const INPUT_ROWS: readonly (readonly [number, number, 'f32x4.add' | 'f32x4.sub'])[] = [
  [0, 2, 'f32x4.sub'],
  [1, 2, 'f32x4.add'],
  [2, 1, 'f32x4.sub'],
  [1, 3, 'f32x4.sub'],
];

/** `channels` in groups of as many vectors as the variant packs into one register. */
function inGroups(code: Assembler, channels: number, body: (vectors: number) => void): void {
  const group = code.traits.tileVectors / 2;
  code.repeat(Math.floor(channels / (group * 4)), () => {
    body(group);
  });
  if (channels % (group * 4) !== 0) body((channels % (group * 4)) / 4);
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
        for (const { rows, count } of evenShares(tiles, STRIP)) {
          code.repeat(count, () => {
            emitStrip(rows, blocks);
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
