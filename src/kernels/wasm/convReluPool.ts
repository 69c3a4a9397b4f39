import type { ConvReluPoolKernels, ConvShape, Floats } from '../kernels.js';
import { createReferenceKernels } from '../reference/referenceKernels.js';
import { channelBlocks, emitTile, packBlocks } from './convolutionTile.js';
import { emitLiveLists } from './liveLists.js';
import type { WasmFunction, WasmMemory } from './memory.js';
import { emitScatter, emitGather } from './sparseRows.js';
import { emitClearFrames } from './frames.js';

type Shape = Omit<ConvShape, 'size'>;

/**
 * Convolution, ReLU and max-pool fused. Forward: one tile is one pooling window of 2x2 pixels and 8 channels, so the map
 * before pooling never exists and rows that the pooling floors away are never computed. Backward: after pooling and ReLU at
 * most one position in four has a gradient; lists of those positions are made first, and only they are worked on.
 */
export function convReluPool(memory: WasmMemory, shape: Shape): ConvReluPoolKernels {
  const { C, K } = shape;
  const forward = compileForward(memory, shape, true);
  const forwardOnly = compileForward(memory, shape, false);
  const input = C === 1 ? null : compileBackwardInput(memory, shape);
  const parameters = compileBackwardParameters(memory, shape);
  // C = 1 is almost always the first layer, which has no use for an input gradient.
  const reference = createReferenceKernels({ precision: 'float32' }).convReluPool(shape);
  return {
    packedLength: K * 9 * C,
    pack(weight: Floats, packed: Floats) {
      packBlocks(weight, channelBlocks(K, memory.traits.tileVectors), 9 * C, packed);
    },
    forward(x, packed, bias, y, window, n) {
      if (n === 0) return;
      if (window === null) forwardOnly(x.byteOffset, packed.byteOffset, bias.byteOffset, y.byteOffset, 0, n);
      else forward(x.byteOffset, packed.byteOffset, bias.byteOffset, y.byteOffset, window.byteOffset, n);
    },
    backwardInput(dy, window, weight, dx, n) {
      if (input === null) reference.backwardInput(dy, window, weight, dx, n);
      else if (n > 0) input(dy.byteOffset, window.byteOffset, weight.byteOffset, dx.byteOffset, n);
    },
    backwardParameters(x, dy, window, dw, db, n) {
      if (n > 0) parameters(x.byteOffset, dy.byteOffset, window.byteOffset, dw.byteOffset, db.byteOffset, n);
    },
  };
}

/** Without windows, the largest of the four is all that is left to find. */
function compileForward(memory: WasmMemory, { H, W, C, K }: Shape, keepsWindows: boolean): WasmFunction {
  const rowFloats = (W + 2) * C;
  const rowBytes = rowFloats * 4;
  const [rows, columns] = [H >> 1, W >> 1];
  const pixels = [0, C, rowFloats, rowFloats + C]; // of a pooling window, in floats
  return memory.compile(['i32', 'i32', 'i32', 'i32', 'i32', 'i32'], (code, x, packed, bias, y, window, n) => {
    const [xRow, xTile, yCell, windowCell, input, weights, blockWeights, blockBias, channel, start] = code.locals(
      'i32',
      10,
    );
    const start4 = code.local('v128');
    code.repeatLocal(n, () => {
      code.get(packed).set(blockWeights).get(bias).set(blockBias).i32(0).set(channel);
      for (const { vectors, count } of channelBlocks(K, code.traits.tileVectors)) {
        const accumulators = code.locals('v128', 4 * vectors);
        const largest = code.locals('v128', vectors);
        const place = code.locals('v128', keepsWindows ? vectors : 0);
        code.repeat(count, () => {
          code.get(x).set(xRow);
          code
            .get(y)
            .get(channel)
            .op('i32.add')
            .set(yCell)
            .advance(yCell, (columns + 3) * K * 4);
          code.get(window).get(channel).op('i32.add').set(windowCell);
          code.i32(0).set(start);
          code.repeat(rows, () => {
            code.get(xRow).set(xTile);
            code.repeat(columns, () => {
              for (const accumulator of accumulators) code.f32x4(0).set(accumulator);
              code.get(xTile).set(input).get(blockWeights).set(weights);
              const bytes = pixels.map((pixel) => pixel * 4);
              emitTile(code, { pixels: bytes, vectors, size: 3, C, rowBytes }, input, weights, accumulators);
              if (keepsWindows) code.get(start).op('i32x4.splat').set(start4);
              for (let v = 0; v < vectors; v++) {
                code.get(accumulators[v]).set(largest[v]);
                if (keepsWindows) code.i32x4(0).set(place[v]);
                for (let p = 1; p < 4; p++) {
                  const value = accumulators[p * vectors + v];
                  if (keepsWindows) {
                    code.i32x4(pixels[p]).get(place[v]).get(value).get(largest[v]).op('f32x4.gt');
                    code.op('v128.bitselect').set(place[v]);
                  }
                  code.get(value).get(largest[v]).op('f32x4.max').set(largest[v]);
                }
                code
                  .get(largest[v])
                  .get(blockBias)
                  .load(v * 16)
                  .op('f32x4.add');
                code.f32x4(0).op('f32x4.max').set(largest[v]);
                if (!keepsWindows) continue;
                // -1 where the ReLU gives 0.
                code.get(place[v]).get(start4).op('i32x4.add').i32x4(-1).get(largest[v]).f32x4(0).op('f32x4.gt');
                code.op('v128.bitselect').set(place[v]);
              }
              for (let v = 0; v < vectors; v++) code.storeLanes(yCell, largest[v], 4, v * 16);
              for (const [v, starts] of place.entries()) code.storeLanes(windowCell, starts, 4, v * 16);
              code
                .advance(yCell, K * 4)
                .advance(windowCell, K * 4)
                .advance(xTile, 2 * C * 4)
                .advance(start, 2 * C);
            });
            code.advance(xRow, 2 * rowBytes).advance(yCell, 2 * K * 4);
            code.advance(start, 2 * rowFloats - columns * 2 * C);
          });
          code.advance(blockWeights, 9 * C * vectors * 16);
          code.advance(blockBias, vectors * 16).advance(channel, vectors * 16);
        });
      }
      code.advance(x, (H + 2) * rowBytes);
      code.advance(y, (rows + 2) * (columns + 2) * K * 4);
      code.advance(window, rows * columns * K * 4);
    });
  });
}

function compileBackwardInput(memory: WasmMemory, shape: Shape): WasmFunction {
  const { H, W, C } = shape;
  const imageBytes = (H + 2) * (W + 2) * C * 4;
  return memory.compile(['i32', 'i32', 'i32', 'i32', 'i32'], (code, dy, window, weight, dx, n) => {
    const filter = code.local('i32');
    const image = code.local('i32');
    code.get(dx).i32(0).get(n).i32(imageBytes).op('i32.mul').fill();
    code.get(dx).set(image);
    code.repeatLocal(n, () => {
      code.get(weight).set(filter);
      emitLiveLists(code, shape, { dy, window, scratch: memory.scratch(), db: null }, (group) => {
        emitScatter(code, shape, { group, filter, image });
      });
      code.advance(image, imageBytes);
    });
    emitClearFrames(code, { H, W, C }, dx, n);
  });
}

function compileBackwardParameters(memory: WasmMemory, shape: Shape): WasmFunction {
  const { H, W, C } = shape;
  return memory.compile(['i32', 'i32', 'i32', 'i32', 'i32', 'i32'], (code, x, dy, window, dw, db, n) => {
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
