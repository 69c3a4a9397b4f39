import type { ConvShape } from '../kernels.js';
import type { Assembler, Local } from './assembler.js';

/** Filters whose gradients are loaded together. */
const FILTERS = 4;

interface Work {
  /**
   * Addresses of the images (framed, one channel), of the pooled gradients and windows, of dw
   * [K, 3, 3] and db [K]; the number of images.
   */
  readonly image: Local;
  readonly dy: Local;
  readonly window: Local;
  readonly dw: Local;
  readonly db: Local;
  readonly n: Local;
}

/**
 * dw += g * x and db += g for one input channel. Filters of one channel are so small that lists of
 * the live cells would cost more than the work that they save, so all cells are visited; a dead
 * cell has g = 0. A row of a window is three floats. Four are loaded, and the last one is ignored.
 */
export function emitOneChannelGradient(code: Assembler, { H, W, K }: Omit<ConvShape, 'size'>, work: Work): void {
  const { image, dy, window, dw, db, n } = work;
  const [rows, columns] = [H >> 1, W >> 1];
  const rowBytes = (W + 2) * 4;
  const [dyCell, windowCell, filter, bias, channel] = code.locals('i32', 5);
  // One sweep over the cells works on as many filters as the registers can hold the sums of.
  const together = Math.min(FILTERS, code.traits.gatherVectors / 3);
  const cell = code.locals('i32', together);
  const sums = code.locals('v128', together * 3);
  const [starts, gradients, gradient] = code.locals('v128', 3);

  const visit = (first: number): void => {
    code.get(windowCell).load().set(starts);
    code.get(dyCell).load().get(starts).i32x4(0).op('i32x4.ge_s').op('v128.and').set(gradients);
    if (first === 0) code.get(bias).get(bias).load().get(gradients).op('f32x4.add').store();
    // The start of a dead cell, -1, is replaced by 0.
    code.get(starts).i32x4(0).op('i32x4.max_s').i32(2).op('i32x4.shl').set(starts);
    for (let k = 0; k < together; k++) {
      code
        .get(starts)
        .extractI32(first + k)
        .get(image)
        .op('i32.add')
        .set(cell[k]);
      code
        .get(gradients)
        .splatLane(first + k)
        .set(gradient);
      for (let row = 0; row < 3; row++) {
        code.multiplyAdd(
          sums[k * 3 + row],
          () => code.get(gradient),
          () => code.get(cell[k]).load(row * rowBytes),
        );
      }
    }
    code.advance(dyCell, K * 4).advance(windowCell, K * 4);
  };
  const sweep = (first: number): void => {
    for (const sum of sums) code.f32x4(0).set(sum);
    code
      .get(dy)
      .i32((columns + 3) * K * 4)
      .op('i32.add')
      .get(channel)
      .op('i32.add')
      .set(dyCell);
    code.get(window).get(channel).op('i32.add').set(windowCell);
    code.repeat(rows, () => {
      code.repeat(columns, () => {
        visit(first);
      });
      code.advance(dyCell, 2 * K * 4);
    });
    for (const [s, sum] of sums.entries()) {
      for (let lane = 0; lane < 3; lane++) {
        const offset = ((first * 3 + s) * 3 + lane) * 4;
        code.get(filter).get(filter).loadF32(offset).get(sum).extractF32(lane).op('f32.add').storeF32(offset);
      }
    }
  };

  code.repeatLocal(n, () => {
    code.get(dw).set(filter).get(db).set(bias).i32(0).set(channel);
    code.repeat(K / FILTERS, () => {
      for (let first = 0; first < FILTERS; first += together) sweep(first);
      code
        .advance(filter, FILTERS * 9 * 4)
        .advance(bias, FILTERS * 4)
        .advance(channel, FILTERS * 4);
    });
    code.advance(image, (H + 2) * rowBytes);
    code.advance(dy, (rows + 2) * (columns + 2) * K * 4).advance(window, rows * columns * K * 4);
  });
}
