import type { MapShape, MaxPoolKernels } from '../kernels.js';
import type { WasmMemory } from './memory.js';

/** 2x2 max-pooling, four channels at a time. */
export function wasmMaxPool(memory: WasmMemory, { H, W, C }: MapShape): MaxPoolKernels {
  const [rows, columns] = [H >> 1, W >> 1];
  const rowBytes = (W + 2) * C * 4;
  const imageBytes = (H + 2) * rowBytes;
  const pooledBytes = (rows + 2) * (columns + 2) * C * 4;
  const pixels = [0, C * 4, rowBytes, rowBytes + C * 4];

  const compileForward = (keepsWinners: boolean) =>
    memory.compile(['i32', 'i32', 'i32', 'i32'], (code, x, y, winner, n) => {
      const [xCell, yCell] = code.locals('i32', 2);
      const [value, largest, place] = code.locals('v128', 3);
      code.repeatLocal(n, () => {
        code
          .get(x)
          .i32(rowBytes + C * 4)
          .op('i32.add')
          .set(xCell);
        code
          .get(y)
          .i32((columns + 3) * C * 4)
          .op('i32.add')
          .set(yCell);
        code.repeat(rows, () => {
          code.repeat(columns, () => {
            code.repeat(C / 4, () => {
              code.get(xCell).load().set(largest);
              if (keepsWinners) code.i32x4(0).set(place);
              for (let p = 1; p < 4; p++) {
                code.get(xCell).load(pixels[p]).set(value);
                if (keepsWinners) {
                  code.i32x4(p).get(place).get(value).get(largest).op('f32x4.gt').op('v128.bitselect').set(place);
                }
                code.get(largest).get(value).op('f32x4.pmax').set(largest);
              }
              code.get(yCell).get(largest).store();
              if (keepsWinners) code.get(winner).get(place).store();
              code.advance(xCell, 16).advance(yCell, 16).advance(winner, 16);
            });
            code.advance(xCell, C * 4);
          });
          code.advance(xCell, 2 * rowBytes - 2 * columns * C * 4).advance(yCell, 2 * C * 4);
        });
        code.advance(x, imageBytes).advance(y, pooledBytes);
      });
    });

  const forward = compileForward(true);
  const forwardOnly = compileForward(false);

  const backward = memory.compile(['i32', 'i32', 'i32', 'i32'], (code, dy, winner, dx, n) => {
    const [dyCell, dxCell] = code.locals('i32', 2);
    const [gradient, place] = code.locals('v128', 2);
    // The odd last row and column, and the frames, have no gradient.
    code.get(dx).i32(0).get(n).i32(imageBytes).op('i32.mul').fill();
    code.repeatLocal(n, () => {
      code
        .get(dx)
        .i32(rowBytes + C * 4)
        .op('i32.add')
        .set(dxCell);
      code
        .get(dy)
        .i32((columns + 3) * C * 4)
        .op('i32.add')
        .set(dyCell);
      code.repeat(rows, () => {
        code.repeat(columns, () => {
          code.repeat(C / 4, () => {
            code.get(dyCell).load().set(gradient).get(winner).load().set(place);
            for (const [p, offset] of pixels.entries()) {
              code.get(dxCell).get(gradient).get(place).i32x4(p).op('i32x4.eq').op('v128.and').store(offset);
            }
            code.advance(dyCell, 16).advance(winner, 16).advance(dxCell, 16);
          });
          code.advance(dxCell, C * 4);
        });
        code.advance(dxCell, 2 * rowBytes - 2 * columns * C * 4).advance(dyCell, 2 * C * 4);
      });
      code.advance(dy, pooledBytes).advance(dx, imageBytes);
    });
  });

  return {
    forward(x, y, winner, n) {
      if (winner === null) forwardOnly(x.byteOffset, y.byteOffset, 0, n);
      else forward(x.byteOffset, y.byteOffset, winner.byteOffset, n);
    },
    backward(dy, winner, dx, n) {
      backward(dy.byteOffset, winner.byteOffset, dx.byteOffset, n);
    },
  };
}
