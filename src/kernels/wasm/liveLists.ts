import type { ConvShape } from '../kernels.js';
import type { Assembler, Local } from './assembler.js';
import { SCRATCH_BYTES } from './memory.js';

type Shape = Omit<ConvShape, 'size'>;

/**
 * Bytes of one entry: the window's byte offset in the framed input (i32) and the gradient (f32).
 */
export const ENTRY_BYTES = 8;

/** One finished list: the address of its first entry, and the number of entries. */
export interface LiveList {
  readonly start: Local;
  readonly length: Local;
}

/** The lists of some consecutive output channels. */
export interface ListGroup {
  readonly channels: number;
  /** Runs `body` for the list of each channel. */
  forEach(body: (list: LiveList) => void): void;
}

interface Sources {
  /**
   * Addresses of this image's gradient (framed) and windows; both are advanced to the next image.
   */
  readonly dy: Local;
  readonly window: Local;
  /** Address of scratch space. */
  readonly scratch: number;
  /** Where to add the sum of each channel's gradients. */
  readonly db: Local;
}

/**
 * For one image: lists the pooled cells through which a gradient passes, for as many output
 * channels as the scratch space holds, then lets `use` emit the work on those lists, and goes on
 * like this to the last channel. Several channels are listed in one sweep over the map, because
 * they share cache lines. No branch depends on the data: an entry is always written, and the write
 * position advances only where a gradient passes.
 */
export function emitLiveLists(code: Assembler, shape: Shape, sources: Sources, use: (group: ListGroup) => void): void {
  const { H, W, K } = shape;
  const [rows, columns] = [H >> 1, W >> 1];
  const { dy, window, scratch, db } = sources;
  // Room for one entry more than there are cells, because an entry is written before it is known
  // whether it stays.
  const listBytes = (rows * columns + 1) * ENTRY_BYTES;
  const group = [K, 32, 16, 8, 4].find((count) => K % count === 0 && count * (listBytes + 4) <= SCRATCH_BYTES);
  if (group === undefined) {
    throw new RangeError(
      `convReluPool: the map must be smaller than ${H} x ${W}: its lists do not fit the scratch space.`,
    );
  }
  const sweep = group % 16 === 0 ? 16 : 4;
  const lengths = scratch + group * listBytes; // [group] i32, after the lists
  const [dyCell, windowCell, at, channel, bias, list, length, lengthAt] = code.locals('i32', 8);
  const ends = code.locals('i32', sweep);
  const sums = code.locals('v128', sweep / 4);

  const listSweep = (): void => {
    for (const [index, end] of ends.entries())
      code
        .get(list)
        .set(end)
        .advance(end, index * listBytes);
    for (const sum of sums) code.f32x4(0).set(sum);
    code
      .get(dy)
      .get(channel)
      .op('i32.add')
      .set(dyCell)
      .advance(dyCell, (columns + 3) * K * 4);
    code.get(window).get(channel).op('i32.add').set(windowCell);
    code.repeat(rows, () => {
      code.repeat(columns, () => {
        for (const [index, end] of ends.entries()) {
          code
            .get(windowCell)
            .loadI32(index * 4)
            .set(at);
          code.get(end).get(at).i32(2).op('i32.shl').storeI32();
          code
            .get(end)
            .get(dyCell)
            .loadF32(index * 4)
            .storeF32(4);
          code.get(end).get(at).i32(0).op('i32.ge_s').i32(3).op('i32.shl').op('i32.add').set(end);
        }
        for (const [v, sum] of sums.entries()) {
          code
            .get(windowCell)
            .load(v * 16)
            .i32x4(0)
            .op('i32x4.ge_s')
            .get(dyCell)
            .load(v * 16)
            .op('v128.and');
          code.get(sum).op('f32x4.add').set(sum);
        }
        code.advance(dyCell, K * 4).advance(windowCell, K * 4);
      });
      code.advance(dyCell, 2 * K * 4);
    });
    for (const [v, sum] of sums.entries()) {
      code
        .get(bias)
        .load(v * 16)
        .get(sum)
        .op('f32x4.add')
        .set(sum);
      code.storeLanes(bias, sum, 4, v * 16);
    }
    code.advance(bias, sweep * 4);
    for (const end of ends) {
      code.get(lengthAt).get(end).get(list).op('i32.sub').i32(3).op('i32.shr_u').storeI32();
      code.advance(list, listBytes).advance(lengthAt, 4);
    }
    code.advance(channel, sweep * 4);
  };

  code.i32(0).set(channel);
  code.get(db).set(bias);
  code.repeat(K / group, () => {
    code.i32(scratch).set(list).i32(lengths).set(lengthAt);
    code.repeat(group / sweep, listSweep);
    use({
      channels: group,
      forEach(body) {
        code.i32(scratch).set(list).i32(lengths).set(lengthAt);
        code.repeat(group, () => {
          code.get(lengthAt).loadI32().set(length);
          body({ start: list, length });
          code.advance(list, listBytes).advance(lengthAt, 4);
        });
      },
    });
  });
  code.advance(dy, (rows + 2) * (columns + 2) * K * 4);
  code.advance(window, rows * columns * K * 4);
}
