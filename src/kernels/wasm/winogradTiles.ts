import type { ConvShape } from '../kernels.js';
import type { Assembler, Local } from './assembler.js';
import { SCRATCH_BYTES } from './memory.js';

// 3x3 convolution by Winograd's minimal filtering F(2x2, 3x3) (Lavin & Gray 2016, arXiv:1509.09308,
// section 4.1): a tile of 2x2 outputs costs 16 multiplications per pair of channels instead of 36.
// The input of a tile, 4x4 cells, is transformed to 16 numbers (B^T d B), and so are the filters (G
// g G^T, when they are packed). Their products, summed over the input channels, are 16 matrix
// products. The inverse transform of these (A^T m A) is the output. All coefficients are 0, 1, -1
// or 1/2, so rounding errors are about those of a direct convolution.

/** How many numbers represent a transformed tile or filter. */
export const POINTS = 16;

/** The tiles of a map. If its sides are odd, the last tiles reach one row or column beyond it. */
export interface TileGrid extends Omit<ConvShape, 'size'> {
  /** Number of tiles of 2x2 outputs from top to bottom. */
  readonly rows: number;
  /** Number of tiles from left to right. */
  readonly columns: number;
}

/** Number of floats of the transformed filters. */
export function winogradLength(C: number, K: number): number {
  return POINTS * K * C;
}

/**
 * Whether a row of tiles fits the scratch space and there are enough channels to make up for the
 * cost of the transforms.
 */
export function suitsWinograd({ rows, columns, C, K }: TileGrid): boolean {
  return C % 4 === 0 && C >= 16 && K >= 8 && rows > 0 && columns * POINTS * (C + K) * 4 <= SCRATCH_BYTES;
}

/** Some tile rows that are worked on together. */
export interface Chunk {
  readonly rows: number;
  readonly tiles: number;
  /** Whether the last row of tiles reaches beyond the frame. */
  readonly cut: boolean;
}

/**
 * Runs `body` for one chunk after another. A chunk has at most as many rows as the scratch space
 * holds, and all chunks are about equally large.
 */
export function eachChunk(code: Assembler, { rows, columns, H, C, K }: TileGrid, body: (chunk: Chunk) => void): void {
  const most = Math.floor(SCRATCH_BYTES / (columns * POINTS * (C + K) * 4));
  const shares = evenShares(rows, most);
  for (const [index, { size, count }] of shares.entries()) {
    const cut = index === shares.length - 1 && 2 * rows > H;
    const chunk = { rows: size, tiles: size * columns };
    code.repeat(cut ? count - 1 : count, () => {
      body({ ...chunk, cut: false });
    });
    if (cut) body({ ...chunk, cut });
  }
}

/**
 * Divides `total` into as few shares of at most `most` as possible, whose sizes differ by at most
 * 1.
 */
export function evenShares(total: number, most: number): { readonly size: number; readonly count: number }[] {
  const shares = Math.ceil(total / most);
  const larger = Math.ceil(total / shares);
  const smaller = shares * larger - total;
  return [
    { size: larger, count: shares - smaller },
    { size: larger - 1, count: smaller },
  ].filter(({ count }) => count > 0);
}

/**
 * Runs `body` for `channels` in groups of as many vectors as the
 * variant packs into one register.
 */
export function inGroups(code: Assembler, channels: number, body: (vectors: number) => void): void {
  const group = code.traits.tileVectors / 2;
  code.repeat(Math.floor(channels / (group * 4)), () => {
    body(group);
  });
  if (channels % (group * 4) !== 0) body((channels % (group * 4)) / 4);
}

/** B^T: each row adds or subtracts two of four values. */
const INPUT_ROWS: readonly (readonly [number, number, 'f32x4.add' | 'f32x4.sub'])[] = [
  [0, 2, 'f32x4.sub'],
  [1, 2, 'f32x4.add'],
  [2, 1, 'f32x4.sub'],
  [1, 3, 'f32x4.sub'],
];

/**
 * Writes B^T d B, [16][tiles][C], of the cells from `row` on, and advances `row`. Cells beyond the
 * frame count as zero.
 */
export function emitInputTransform(code: Assembler, grid: TileGrid, chunk: Chunk, row: Local, scratch: number): void {
  const { columns, W, C } = grid;
  const plane = chunk.tiles * C * 4;
  const [cell, out] = code.locals('i32', 2);
  code.i32(scratch).set(out);
  const transform = (vectors: number, cutBelow: boolean, cutRight: boolean): void => {
    const columnsOf = code.locals('v128', 4 * vectors);
    const results = code.locals('v128', 4 * vectors);
    const load = (i: number, j: number, v: number): unknown => {
      if ((cutBelow && i === 3) || (cutRight && j === 3)) return code.f32x4(0);
      return code.get(cell).load((i * (W + 2) + j) * C * 4 + v * 16);
    };
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
      storePoints(code, out, results, i * 4, plane);
    }
    code.advance(cell, vectors * 16).advance(out, vectors * 16);
  };
  const tile = (cutBelow: boolean, cutRight: boolean): void => {
    inGroups(code, C, (vectors) => {
      transform(vectors, cutBelow, cutRight);
    });
    code.advance(cell, C * 4); // one of the two cells is done
  };
  const tileRow = (cutBelow: boolean): void => {
    const cutRight = 2 * columns > W;
    code.get(row).set(cell);
    code.repeat(cutRight ? columns - 1 : columns, () => {
      tile(cutBelow, false);
    });
    if (cutRight) tile(cutBelow, true);
    code.advance(row, 2 * (W + 2) * C * 4);
  };
  code.repeat(chunk.cut ? chunk.rows - 1 : chunk.rows, () => {
    tileRow(false);
  });
  if (chunk.cut) tileRow(true);
}

/** Stores values [4][vectors] in four planes, from plane `point` on. */
export function storePoints(code: Assembler, out: Local, values: readonly Local[], point: number, plane: number): void {
  const vectors = values.length / 4;
  for (const [i, value] of values.entries()) {
    code
      .get(out)
      .get(value)
      .store((point + Math.floor(i / vectors)) * plane + (i % vectors) * 16);
  }
}

/** The tiles of 2x2 outputs of a whole map. */
export function tileGrid(shape: ConvShape): TileGrid {
  return { ...shape, rows: Math.ceil(shape.H / 2), columns: Math.ceil(shape.W / 2) };
}
