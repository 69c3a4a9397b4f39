import type { GlobalAveragePoolKernels, MapShape } from '../kernels.js';
import type { Assembler, Local } from './assembler.js';
import type { WasmMemory } from './memory.js';

/**
 * The mean of each channel, four channels at a time: for every four channels the whole map is
 * swept, with their sum in a register.
 */
export function wasmGlobalAveragePool(memory: WasmMemory, { H, W, C }: MapShape): GlobalAveragePoolKernels {
  const rowBytes = (W + 2) * C * 4;
  const imageBytes = (H + 2) * rowBytes;

  /**
   * Runs `body` for each image and every four channels. `map` ends at the next image, `flat`
   * advances by four floats.
   */
  const emitChannels = (code: Assembler, map: Local, flat: Local, n: Local, body: (first: Local) => void): void => {
    const first = code.local('i32');
    code.repeatLocal(n, () => {
      code
        .get(map)
        .i32(rowBytes + C * 4)
        .op('i32.add')
        .set(first);
      code.repeat(C / 4, () => {
        body(first);
        code.advance(first, 16).advance(flat, 16);
      });
      code.advance(map, imageBytes);
    });
  };
  /**
   * Runs `body` for each pixel of a map, with `cell` at the channels at which `first` is in the
   * first pixel.
   */
  const emitPixels = (code: Assembler, first: Local, cell: Local, body: () => void, afterRow?: () => void): void => {
    code.get(first).set(cell);
    code.repeat(H, () => {
      code.repeat(W, () => {
        body();
        code.advance(cell, C * 4);
      });
      afterRow?.();
      code.advance(cell, 2 * C * 4);
    });
  };

  const forward = memory.compile(['i32', 'i32', 'i32'], (code, x, y, n) => {
    const cell = code.local('i32');
    const [row, total] = code.locals('v128', 2);
    const add = (): void => {
      code.get(row).get(cell).load().op('f32x4.add').set(row);
    };
    // Each row is added up separately first, so that fewer rounding errors reach the total.
    const addRow = (): void => {
      code.get(total).get(row).op('f32x4.add').set(total).f32x4(0).set(row);
    };
    code.f32x4(0).set(row);
    emitChannels(code, x, y, n, (first) => {
      code.f32x4(0).set(total);
      emitPixels(code, first, cell, add, addRow);
      code
        .get(y)
        .get(total)
        .f32x4(H * W)
        .op('f32x4.div')
        .store();
    });
  });

  const backward = memory.compile(['i32', 'i32', 'i32'], (code, dy, dx, n) => {
    const cell = code.local('i32');
    const share = code.local('v128');
    emitChannels(code, dx, dy, n, (first) => {
      code
        .get(dy)
        .load()
        .f32x4(H * W)
        .op('f32x4.div')
        .set(share);
      emitPixels(code, first, cell, () => code.get(cell).get(share).store());
    });
  });

  return {
    forward(x, y, n) {
      forward(x.byteOffset, y.byteOffset, n);
    },
    backward(dy, dx, n) {
      backward(dy.byteOffset, dx.byteOffset, n);
    },
  };
}
