import type { Assembler, Local } from './assembler.js';
import { channelBlocks, emitOuterProducts } from './convolutionTile.js';
import {
  type Chunk,
  eachChunk,
  emitInputTransform,
  inGroups,
  POINTS,
  storePoints,
  type TileGrid,
} from './winogradTiles.js';

export interface WinogradGradientWork {
  readonly scratch: number;
  /** Address of the image's framed map; it is advanced to the end of the map's tiles. */
  readonly image: Local;
  /** Address of the framed gradient of the output. */
  readonly gradient: Local;
  /** Address of [16][K][C], to which the gradient of the transformed filters is added. */
  readonly sums: number;
  /** Address of [K], to which the gradient of the bias is added. */
  readonly db: Local;
}

/**
 * Emits one image's share in the gradient of the transformed filters: the products of A dy A^T with
 * B^T d B, summed over the tiles.
 */
export function emitWinogradGradient(code: Assembler, grid: TileGrid, work: WinogradGradientWork): void {
  const { C } = grid;
  const [row, gradientRow] = code.locals('i32', 2);
  code.get(work.image).set(row).get(work.gradient).set(gradientRow);
  eachChunk(code, grid, (chunk) => {
    const gradients = work.scratch + POINTS * chunk.tiles * C * 4;
    emitInputTransform(code, grid, chunk, row, work.scratch);
    emitGradientTransform(code, grid, chunk, gradientRow, gradients);
    emitGradientProducts(code, grid, chunk, { inputs: work.scratch, gradients, sums: work.sums });
    emitBiasGradient(code, grid, chunk, gradients, work.db);
  });
}

/**
 * Writes A dy A^T, [16][tiles][K], of the cells from `row` on, and advances `row`. Odd sides need
 * no special case, because the frame is zero.
 */
function emitGradientTransform(code: Assembler, grid: TileGrid, chunk: Chunk, row: Local, scratch: number): void {
  const { columns, W, K } = grid;
  const rowBytes = (W + 2) * K * 4;
  const plane = chunk.tiles * K * 4;
  const [cell, out] = code.locals('i32', 2);
  code.i32(scratch).set(out);
  const transform = (vectors: number): void => {
    const pixels = code.locals('v128', 4 * vectors);
    const sides = code.locals('v128', 2 * vectors);
    const results = code.locals('v128', 4 * vectors);
    for (const [p, pixel] of pixels.entries()) {
      const place = Math.floor(p / vectors);
      code
        .get(cell)
        .load((1 + (place >> 1)) * rowBytes + (1 + (place & 1)) * K * 4 + (p % vectors) * 16)
        .set(pixel);
    }
    for (let i = 0; i < 4; i++) {
      for (const [s, side] of sides.entries()) {
        emitGradientRow(code, i, pixels[s], pixels[2 * vectors + s]);
        code.set(side);
      }
      for (let j = 0; j < 4; j++) {
        for (let v = 0; v < vectors; v++) {
          emitGradientRow(code, j, sides[v], sides[vectors + v]);
          code.set(results[j * vectors + v]);
        }
      }
      storePoints(code, out, results, i * 4, plane);
    }
    code.advance(cell, vectors * 16).advance(out, vectors * 16);
  };
  code.repeat(chunk.rows, () => {
    code.get(row).set(cell);
    code.repeat(columns, () => {
      inGroups(code, K, transform);
      code.advance(cell, K * 4);
    });
    code.advance(row, 2 * rowBytes);
  });
}

/** A row of A times a column of two. */
function emitGradientRow(code: Assembler, row: number, first: Local, second: Local): void {
  if (row === 0) code.get(first);
  else if (row === 1) code.get(first).get(second).op('f32x4.add');
  else if (row === 2) code.get(first).get(second).op('f32x4.sub');
  else code.f32x4(0).get(second).op('f32x4.sub');
}

/** 16 matrix products sums [K][C] += [tiles][K]^T [tiles][C]. */
function emitGradientProducts(
  code: Assembler,
  { C, K }: TileGrid,
  { tiles }: Chunk,
  planes: { readonly inputs: number; readonly gradients: number; readonly sums: number },
): void {
  const filters = 4;
  const [inputs, block, gradients, sums, gradient, input, out] = code.locals('i32', 7);
  code.i32(planes.inputs).set(inputs).i32(planes.gradients).set(gradients).i32(planes.sums).set(sums);
  code.repeat(POINTS, () => {
    code.get(inputs).set(block);
    for (const { vectors, count } of channelBlocks(C, code.traits.tileVectors)) {
      const values = code.locals('v128', filters * vectors);
      code.repeat(count, () => {
        code.get(sums).set(out);
        code.repeat(K / filters, () => {
          for (const value of values) code.f32x4(0).set(value);
          code.get(gradients).set(gradient).get(block).set(input);
          const pixels = Array.from({ length: filters }, (_, k) => k * 4);
          const steps = { pixels, vectors, inputStep: K * 4, weightStep: C * 4, count: tiles };
          emitOuterProducts(code, steps, gradient, input, values);
          const place = (i: number): number => Math.floor(i / vectors) * C * 4 + (i % vectors) * 16;
          for (const [i, value] of values.entries()) {
            code.get(out).load(place(i)).get(value).op('f32x4.add').set(value);
          }
          for (const [i, value] of values.entries()) code.get(out).get(value).store(place(i));
          code.advance(gradients, filters * 4).advance(out, filters * C * 4);
        });
        code
          .advance(gradients, -K * 4)
          .advance(block, vectors * 16)
          .advance(sums, vectors * 16);
      });
    }
    code
      .advance(inputs, tiles * C * 4)
      .advance(gradients, tiles * K * 4)
      .advance(sums, K * C * 4 - C * 4);
  });
}

/** db [K] += the sums of dy, which one of the 16 planes holds for each tile. */
function emitBiasGradient(code: Assembler, { K }: TileGrid, { tiles }: Chunk, gradients: number, db: Local): void {
  const [gradient, at] = code.locals('i32', 2);
  const sum = code.local('v128');
  const whole = 5 * tiles * K * 4; // row 1 and column 1 of A dy A^T: the sum of all four
  code.get(db).set(at);
  code.i32(gradients + whole).set(gradient);
  code.repeat(K / 4, () => {
    code.f32x4(0).set(sum);
    code.repeat(tiles, () => {
      code
        .get(sum)
        .get(gradient)
        .load()
        .op('f32x4.add')
        .set(sum)
        .advance(gradient, K * 4);
    });
    code.get(at).get(at).load().get(sum).op('f32x4.add').store();
    code.advance(at, 16).advance(gradient, 16 - tiles * K * 4);
  });
}

/** dw [K, 3, 3, C] += G^T sums G. */
export function emitFilterGradient(code: Assembler, { C, K }: TileGrid, sums: number, dw: Local): void {
  const plane = K * C * 4;
  const [from, to] = code.locals('i32', 2);
  const transform = (vectors: number): void => {
    const points = code.locals('v128', 4);
    const half = code.local('v128');
    const rows = code.locals('v128', 12);
    const results = code.locals('v128', 9 * vectors);
    for (let v = 0; v < vectors; v++) {
      for (let j = 0; j < 4; j++) {
        for (const [i, point] of points.entries()) {
          code
            .get(from)
            .load((i * 4 + j) * plane + v * 16)
            .set(point);
        }
        emitFilterColumn(code, points, half, [rows[j], rows[4 + j], rows[8 + j]]);
      }
      for (let i = 0; i < 3; i++) {
        const out = [0, 1, 2].map((j) => results[(i * 3 + j) * vectors + v]);
        emitFilterColumn(code, rows.slice(i * 4, i * 4 + 4), half, out);
      }
    }
    for (const [r, result] of results.entries()) {
      const place = Math.floor(r / vectors) * C * 4 + (r % vectors) * 16;
      code.get(to).load(place).get(result).op('f32x4.add').set(result);
    }
    for (const [r, result] of results.entries()) {
      const place = Math.floor(r / vectors) * C * 4 + (r % vectors) * 16;
      code.get(to).get(result).store(place);
    }
    code.advance(from, vectors * 16).advance(to, vectors * 16);
  };
  code.i32(sums).set(from).get(dw).set(to);
  code.repeat(K, () => {
    inGroups(code, C, transform);
    code.advance(to, 8 * C * 4);
  });
}

/** G^T times a column of four. */
function emitFilterColumn(code: Assembler, points: readonly Local[], half: Local, out: readonly Local[]): void {
  const [a, b, c, d] = points;
  code.get(b).get(c).op('f32x4.add').f32x4(0.5).op('f32x4.mul').set(half);
  code.get(b).get(c).op('f32x4.sub').f32x4(0.5).op('f32x4.mul').set(out[1]);
  code.get(a).get(half).op('f32x4.add').set(out[0]);
  code.get(half).get(d).op('f32x4.add').set(out[2]);
}
