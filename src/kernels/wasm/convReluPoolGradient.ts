import type { ConvShape } from '../kernels.js';
import { emitCollect } from './collectGradient.js';
import { emitClearFrames } from './frames.js';
import { emitLiveLists } from './liveLists.js';
import type { WasmFunction, WasmMemory } from './memory.js';
import { emitOneChannelGradient } from './oneChannelGradient.js';
import { emitGather } from './sparseRows.js';

type Shape = Omit<ConvShape, 'size'>;

/** dx of a convolution with ReLU and pooling. C must be a multiple of four. */
export function compileConvReluPoolInputGradient(memory: WasmMemory, shape: Shape): WasmFunction {
  const { H, W, C, K } = shape;
  const imageBytes = (H + 2) * (W + 2) * C * 4;
  const [rows, columns] = [H >> 1, W >> 1];
  const [dyBytes, windowBytes] = [(rows + 2) * (columns + 2) * K * 4, rows * columns * K * 4];
  return memory.compile(['i32', 'i32', 'i32', 'i32', 'i32'], (code, dy, window, weight, dx, n) => {
    const image = code.local('i32');
    code.get(dx).set(image);
    code.repeatLocal(n, () => {
      emitCollect(code, shape, { dy, window, weight, dx: image, scratch: memory.scratch() });
      code.advance(dy, dyBytes).advance(window, windowBytes).advance(image, imageBytes);
    });
    emitClearFrames(code, { H, W, C }, dx, n);
  });
}

/** dw and db of a convolution with ReLU and pooling. */
export function compileConvReluPoolGradient(memory: WasmMemory, shape: Shape): WasmFunction {
  const { H, W, C } = shape;
  return memory.compile(['i32', 'i32', 'i32', 'i32', 'i32', 'i32'], (code, x, dy, window, dw, db, n) => {
    if (C === 1) {
      emitOneChannelGradient(code, shape, { image: x, dy, window, dw, db, n });
      return;
    }
    const filter = code.local('i32');
    code.repeatLocal(n, () => {
      code.get(dw).set(filter);
      emitLiveLists(code, shape, { dy, window, scratch: memory.scratch(), db }, (group) => {
        emitGather(code, shape, { group, filter, image: x });
      });
      code.advance(x, (H + 2) * (W + 2) * C * 4);
    });
  });
}
