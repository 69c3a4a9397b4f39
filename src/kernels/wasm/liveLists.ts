import type { ConvShape } from '../kernels.js';
import type { Assembler, Local } from './assembler.js';

type Shape = Omit<ConvShape, 'size'>;

/** Lists made in one sweep over the pooled map: four neighbouring channels share cache lines. */
export const LISTS = 4;
/** Bytes of one entry: the window's byte offset in the framed input (i32), the gradient (f32). */
export const ENTRY_BYTES = 8;

/** Room for one list: an entry a pooled cell, and one more, since an entry is written before it is known to be live. */
export function listBytes({ H, W }: Shape): number {
  return ((H >> 1) * (W >> 1) + 1) * ENTRY_BYTES;
}

/** One finished list: its first byte (a constant) and the number of its entries. */
export interface LiveList {
  readonly start: number;
  readonly length: Local;
}

interface Sources {
  /** Addresses of this image's first cell; left advanced to the next image. */
  readonly dy: Local;
  readonly y: Local;
  readonly winner: Local;
  readonly scratch: number;
  /** Where to add the sum of each channel's gradients, or null. */
  readonly db: Local | null;
}

/**
 * For one image, for each output channel in turn: lists the pooled cells whose gradient lives (y > 0 and dy != 0), then
 * lets `use` emit the work on that list. No branch depends on the data: an entry is always written, and the write position
 * moves on only where the cell is live.
 */
export function emitLiveLists(code: Assembler, shape: Shape, sources: Sources, use: (list: LiveList) => void): void {
  const { H, W, C, K } = shape;
  const [rows, columns] = [H >> 1, W >> 1];
  const rowBytes = (W + 2) * C * 4;
  const { dy, y, winner, scratch, db } = sources;
  const [dyCell, yCell, winnerCell, window, place, channel, bias] = code.locals('i32', 7);
  const ends = code.locals('i32', LISTS);
  const sums = code.locals('f32', LISTS);
  const gradient = code.local('f32');
  const start = (l: number): number => scratch + l * listBytes(shape);

  code.i32(0).set(channel);
  if (db !== null) code.get(db).set(bias);
  code.repeat(K / LISTS, () => {
    for (let l = 0; l < LISTS; l++) code.i32(start(l)).set(ends[l]).f32(0).set(sums[l]);
    const framedStart = (columns + 3) * K * 4;
    code.get(dy).get(channel).op('i32.add').i32(framedStart).op('i32.add').set(dyCell);
    code.get(y).get(channel).op('i32.add').i32(framedStart).op('i32.add').set(yCell);
    code.get(winner).get(channel).op('i32.add').set(winnerCell);
    code.i32(0).set(window);
    code.repeat(rows, () => {
      code.repeat(columns, () => {
        for (let l = 0; l < LISTS; l++) {
          code
            .get(winnerCell)
            .loadI32(l * 4)
            .set(place);
          code.get(ends[l]); // address of the entry's offset
          code.get(window);
          code.get(place).i32(1).op('i32.shr_u').i32(rowBytes).op('i32.mul').op('i32.add');
          code
            .get(place)
            .i32(1)
            .op('i32.and')
            .i32(C * 4)
            .op('i32.mul')
            .op('i32.add');
          code.storeI32();
          code
            .get(dyCell)
            .loadF32(l * 4)
            .set(gradient);
          code.get(ends[l]).get(gradient).storeF32(4);
          code
            .get(yCell)
            .loadF32(l * 4)
            .f32(0)
            .op('f32.gt');
          code.get(gradient).f32(0).op('f32.ne').op('i32.and').tee(place);
          code.i32(3).op('i32.shl').get(ends[l]).op('i32.add').set(ends[l]);
          if (db !== null) {
            code.get(place).when(() => code.get(sums[l]).get(gradient).op('f32.add').set(sums[l]));
          }
        }
        code
          .advance(dyCell, K * 4)
          .advance(yCell, K * 4)
          .advance(winnerCell, K * 4)
          .advance(window, 2 * C * 4);
      });
      code.advance(dyCell, 2 * K * 4).advance(yCell, 2 * K * 4);
      code.advance(window, 2 * rowBytes - columns * 2 * C * 4);
    });
    for (let l = 0; l < LISTS; l++) {
      code.get(ends[l]).i32(start(l)).op('i32.sub').i32(3).op('i32.shr_u').set(ends[l]);
      if (db !== null) {
        code
          .get(bias)
          .get(bias)
          .loadF32(l * 4)
          .get(sums[l])
          .op('f32.add')
          .storeF32(l * 4);
      }
      use({ start: start(l), length: ends[l] });
    }
    code.advance(channel, LISTS * 4);
    if (db !== null) code.advance(bias, LISTS * 4);
  });
  code.advance(dy, (rows + 2) * (columns + 2) * K * 4);
  code.advance(y, (rows + 2) * (columns + 2) * K * 4);
  code.advance(winner, rows * columns * K * 4);
}
