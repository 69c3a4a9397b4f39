import type { ConvShape } from '../kernels.js';
import type { Assembler, Local } from './assembler.js';
import { channelBlocks } from './convolutionTile.js';
import { SCRATCH_BYTES } from './memory.js';

type Shape = Omit<ConvShape, 'size'>;

/**
 * Bytes of one entry: the address of the filter's tap for column 0 (i32) and the gradient (f32).
 */
const ENTRY_BYTES = 8;

/**
 * Where the lists and the index lie: one list per row of the map before pooling; in the index one
 * address per cell of that map and of its surroundings.
 */
function layoutOf({ H, W }: Shape, filters: number) {
  const [rows, columns] = [H >> 1, W >> 1];
  // Room for one extra entry, because an entry is written before it is known whether it stays.
  const listBytes = (columns * filters + 1) * ENTRY_BYTES;
  const indexBytes = (W + 3) * 4;
  const lists = 2 * rows * listBytes;
  return { rows, columns, filters, listBytes, indexBytes, lists, bytes: lists + (H + 2) * indexBytes };
}
type Layout = ReturnType<typeof layoutOf>;

/** The layout for the largest number of filters whose lists fit the scratch space. */
function layoutThatFits(shape: Shape): Layout {
  for (let filters = shape.K; filters > 0; filters--) {
    const layout = layoutOf(shape, filters);
    if (shape.K % filters === 0 && layout.bytes <= SCRATCH_BYTES) return layout;
  }
  throw new RangeError(
    `convReluPool: the map must be smaller than ${shape.H} x ${shape.W}: its lists do not fit the scratch space.`,
  );
}

interface Work {
  /** Addresses of this image's gradient (framed) and windows. */
  readonly dy: Local;
  readonly window: Local;
  readonly weight: Local;
  /** Address of the framed gradient of the input; its frame is not changed. */
  readonly dx: Local;
  /** Address of scratch space. */
  readonly scratch: number;
}

/**
 * dx of one image: each cell collects g * W from the winners around it, and the sum stays in
 * registers until it is complete. The winners are listed row by row and, within a row, column by
 * column, so that those of three neighbouring columns are contiguous.
 */
export function emitCollect(code: Assembler, shape: Shape, work: Work): void {
  const layout = layoutThatFits(shape);
  const { dy, window, weight } = work;
  const group = { dy: code.local('i32'), window: code.local('i32'), weight: code.local('i32') };
  code.get(dy).set(group.dy).get(window).set(group.window).get(weight).set(group.weight);
  const collect = (isFirst: boolean): void => {
    emitWinnerLists(code, shape, { ...work, ...group }, layout);
    emitCollecting(code, shape, { ...work, ...group }, layout, isFirst);
    code.advance(group.dy, layout.filters * 4).advance(group.window, layout.filters * 4);
    code.advance(group.weight, layout.filters * 9 * shape.C * 4);
  };
  collect(true);
  code.repeat(shape.K / layout.filters - 1, () => {
    collect(false);
  });
}

/** The share of some filters in dx: the first filters set it, the others add to it. */
function emitCollecting(
  code: Assembler,
  { H, W, C }: Shape,
  work: Work,
  { indexBytes, lists }: Layout,
  isFirst: boolean,
): void {
  const [cell, index, entry, count, tap, weightCell, weightStart, channel] = code.locals('i32', 8);
  const gradient = code.local('v128');
  code.i32(0).set(channel);
  for (const blocks of channelBlocks(C, code.traits.collectVectors)) {
    const sums = code.locals('v128', blocks.vectors);
    code.repeat(blocks.count, () => {
      code.get(work.weight).get(channel).op('i32.add').set(weightStart);
      code
        .get(work.dx)
        .get(channel)
        .op('i32.add')
        .set(cell)
        .advance(cell, (W + 3) * C * 4);
      code.i32(work.scratch + lists).set(index);
      code.repeat(H, () => {
        code.get(weightStart).set(weightCell);
        code.repeat(W, () => {
          for (const [v, sum] of sums.entries()) {
            if (isFirst) code.f32x4(0);
            else code.get(cell).load(v * 16);
            code.set(sum);
          }
          for (let row = 0; row < 3; row++) {
            code
              .get(index)
              .loadI32(row * indexBytes)
              .set(entry);
            code.get(index).loadI32(row * indexBytes + 12);
            code.get(entry).op('i32.sub').i32(3).op('i32.shr_u').set(count);
            code.repeatLocal(count, () => {
              code.get(entry).loadI32().get(weightCell).op('i32.add').set(tap);
              code.get(entry).loadSplat(4).set(gradient);
              for (const [v, sum] of sums.entries()) {
                code.multiplyAdd(
                  sum,
                  () => code.get(gradient),
                  () => code.get(tap).load((2 - row) * 3 * C * 4 + v * 16),
                );
              }
              code.advance(entry, ENTRY_BYTES);
            });
          }
          for (const [v, sum] of sums.entries())
            code
              .get(cell)
              .get(sum)
              .store(v * 16);
          code
            .advance(cell, C * 4)
            .advance(index, 4)
            .advance(weightCell, C * 4);
        });
        code.advance(cell, 2 * C * 4).advance(index, indexBytes - W * 4);
      });
      code.advance(channel, blocks.vectors * 16);
    });
  }
}

/**
 * Lists, for each row of the map before pooling, the winners through which a gradient passes. The
 * index says where those of column c begin, for c = -1 .. W + 1 and rows -1 .. H. No branch depends
 * on the data.
 */
function emitWinnerLists(code: Assembler, shape: Shape, { dy, window, scratch }: Work, layout: Layout): void {
  const { W, H, C, K } = shape;
  const { rows, columns, filters, listBytes, indexBytes, lists } = layout;
  const rowFloats = (W + 2) * C;
  const index = scratch + lists;
  const [upper, lower, upperIndex, dyCell, windowCell, start, tap, at, column] = code.locals('i32', 9);
  const gradient = code.local('f32');

  const clearRow = (row: number): void => {
    code
      .i32(index + row * indexBytes)
      .i32(0)
      .i32(indexBytes)
      .fill();
  };
  clearRow(0);
  for (let row = 2 * rows + 1; row < H + 2; row++) clearRow(row);
  const storeIndex = (): void => {
    code.get(upperIndex).get(upper).storeI32();
    code.get(upperIndex).get(lower).storeI32(indexBytes);
    code.advance(upperIndex, 4);
  };
  const append = (list: Local, place: number): void => {
    code.get(list).get(tap).storeI32();
    code.get(list).get(gradient).storeF32(4);
    code.get(list).get(at).i32(place).op('i32.eq').i32(3).op('i32.shl').op('i32.add').set(list);
  };

  code
    .i32(scratch)
    .set(upper)
    .i32(scratch + listBytes)
    .set(lower);
  code.i32(index + indexBytes).set(upperIndex);
  code
    .get(dy)
    .set(dyCell)
    .advance(dyCell, (columns + 3) * K * 4);
  code.get(window).set(windowCell).i32(0).set(start);
  const listStart = code.local('i32');
  code.i32(scratch).set(listStart);
  code.repeat(rows, () => {
    code.get(listStart).set(upper).get(listStart).i32(listBytes).op('i32.add').set(lower);
    storeIndex();
    code.i32(C * 4).set(column); // of column 0
    code.repeat(columns, () => {
      for (let side = 0; side < 2; side++) {
        storeIndex();
        code.get(column).set(tap);
        code.repeat(filters, () => {
          code.get(windowCell).loadI32().get(start).op('i32.sub').set(at);
          code.get(dyCell).loadF32().set(gradient);
          append(upper, 0);
          append(lower, rowFloats);
          code
            .advance(tap, 9 * C * 4)
            .advance(windowCell, 4)
            .advance(dyCell, 4);
        });
        const next = side === 0 ? -filters : K - filters; // the same cell again, or the next one
        code.advance(windowCell, next * 4).advance(dyCell, next * 4);
        code.advance(column, -C * 4).advance(start, C);
      }
    });
    for (let after = 2 * columns; after < W + 2; after++) storeIndex();
    code.advance(upperIndex, indexBytes).advance(dyCell, 2 * K * 4);
    code.advance(start, 2 * rowFloats - 2 * columns * C).advance(listStart, 2 * listBytes);
  });
}
