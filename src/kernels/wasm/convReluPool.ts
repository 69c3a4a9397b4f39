import type { ConvReluPoolKernels, ConvShape, Floats } from '../kernels.js';
import { createReferenceKernels } from '../reference/referenceKernels.js';
import type { Local } from './assembler.js';
import { channelBlocks, emitTile, packBlocks, plainOrder } from './convolutionTile.js';
import type { WasmFunction, WasmMemory } from './memory.js';
import type { WasmGradients } from './wasmGradients.js';
import { emitWinograd, packWinograd } from './winogradForward.js';
import { suitsWinograd, winogradLength } from './winogradTiles.js';

type Shape = Omit<ConvShape, 'size'>;

/**
 * Convolution, ReLU and max-pooling in one pass. Forward: one tile is one pooling window of 2x2
 * pixels and 8 channels, so the map before pooling never exists, and rows that the pooling floors
 * away are never computed. Backward: after pooling and ReLU at most one position in four has a
 * gradient; these positions are listed first, and only they are worked on.
 */
export function wasmConvReluPool(
  memory: WasmMemory,
  shape: Shape,
  gradients: WasmGradients | null,
): ConvReluPoolKernels {
  const { C, K } = shape;
  const convolution = { ...shape, size: 3 } as const;
  const winograd = suitsWinograd({ ...shape, rows: shape.H >> 1, columns: shape.W >> 1 });
  const forward = compileForward(memory, shape, true);
  const forwardOnly = compileForward(memory, shape, false);
  const input = C === 1 ? undefined : gradients?.convReluPoolInput(memory, shape);
  const parameters = gradients?.convReluPoolParameters(memory, shape);
  // C = 1 is almost always the first layer, which needs no input gradient.
  const reference = createReferenceKernels({ precision: 'float32' }).convReluPool(shape);
  return {
    packedLength: winograd ? winogradLength(C, K) : K * 9 * C,
    pack(weight: Floats, packed: Floats) {
      const { tileVectors } = memory.traits;
      if (winograd) packWinograd(weight, plainOrder(convolution), shape, tileVectors, packed);
      else packBlocks(weight, plainOrder(convolution), convolution, tileVectors, packed);
    },
    forward(x, packed, bias, y, window, n) {
      if (n === 0) return;
      if (window === null) forwardOnly(x.byteOffset, packed.byteOffset, bias.byteOffset, y.byteOffset, 0, n);
      else forward(x.byteOffset, packed.byteOffset, bias.byteOffset, y.byteOffset, window.byteOffset, n);
    },
    backwardInput(dy, window, weight, dx, n) {
      if (input === undefined) reference.backwardInput(dy, window, weight, dx, n);
      else if (n > 0) input(dy.byteOffset, window.byteOffset, weight.byteOffset, dx.byteOffset, n);
    },
    backwardParameters(x, dy, window, dw, db, n) {
      if (parameters === undefined) reference.backwardParameters(x, dy, window, dw, db, n);
      else if (n > 0) parameters(x.byteOffset, dy.byteOffset, window.byteOffset, dw.byteOffset, db.byteOffset, n);
    },
  };
}

/** Without windows, only the largest of the four values has to be found. */
function compileForward(memory: WasmMemory, shape: Shape, keepsWindows: boolean): WasmFunction {
  const { H, W, C, K } = shape;
  const rowFloats = (W + 2) * C;
  const rowBytes = rowFloats * 4;
  const [rows, columns] = [H >> 1, W >> 1];
  const windowStarts = [0, C, rowFloats, rowFloats + C]; // of a pooling window's pixels, in floats
  return memory.compile(['i32', 'i32', 'i32', 'i32', 'i32', 'i32'], (code, x, packed, bias, y, window, n) => {
    const [yCell, windowCell, biasCell, start] = code.locals('i32', 4);
    const start4 = code.local('v128');

    /**
     * Applies bias, ReLU and pooling to pixels [4][vectors], and stores the result and the winner's
     * window.
     */
    const pool = (vectors: number, pixels: readonly Local[]): void => {
      const largest = code.locals('v128', vectors);
      const place = code.locals('v128', keepsWindows ? vectors : 0);
      const [upper, lower, right, rightBelow, below] = code.locals('v128', 5);
      for (let v = 0; v < vectors; v++) {
        const [a, b, c, d] = [0, 1, 2, 3].map((p) => pixels[p * vectors + v]);
        code.get(a).get(b).op('f32x4.pmax').set(upper).get(c).get(d).op('f32x4.pmax').set(lower);
        if (keepsWindows) {
          code.get(b).get(a).op('f32x4.gt').set(right).get(d).get(c).op('f32x4.gt').set(rightBelow);
          code.get(lower).get(upper).op('f32x4.gt').set(below);
        }
        code
          .get(upper)
          .get(lower)
          .op('f32x4.pmax')
          .get(biasCell)
          .load(v * 16)
          .op('f32x4.add');
        code.f32x4(0).op('f32x4.pmax').set(largest[v]);
        if (!keepsWindows) continue;
        // The winner's column: from the lower row where `below` is set, otherwise from the upper
        // one.
        code.get(right).get(rightBelow).op('v128.xor').get(below).op('v128.and').get(right).op('v128.xor');
        code.i32x4(C).op('v128.and');
        code.get(below).i32x4(rowFloats).op('v128.and').op('i32x4.add').get(start4).op('i32x4.add');
        // -1 where the ReLU gives 0.
        code.get(largest[v]).f32x4(0).op('f32x4.le').op('v128.or').set(place[v]);
      }
      for (let v = 0; v < vectors; v++) code.storeLanes(yCell, largest[v], 4, v * 16);
      for (const [v, starts] of place.entries()) code.storeLanes(windowCell, starts, 4, v * 16);
    };
    const startImage = (): void => {
      code
        .get(y)
        .i32((columns + 3) * K * 4)
        .op('i32.add')
        .set(yCell);
      code.get(window).set(windowCell).i32(0).set(start);
    };
    const endRow = (): void => {
      code.advance(yCell, 2 * K * 4).advance(start, 2 * rowFloats - columns * 2 * C);
    };

    code.repeatLocal(n, () => {
      const grid = { ...shape, rows, columns };
      if (suitsWinograd(grid)) {
        startImage();
        code.get(bias).set(biasCell);
        emitWinograd(
          code,
          grid,
          { image: x, packed, scratch: memory.scratch() },
          {
            take({ vectors, pixels }) {
              if (keepsWindows) code.get(start).op('i32x4.splat').set(start4);
              pool(vectors, pixels);
              for (const at of [yCell, windowCell, biasCell]) code.advance(at, vectors * 16);
            },
            endTile() {
              code.advance(biasCell, -K * 4).advance(start, 2 * C);
            },
            endRow,
          },
        );
      } else {
        const [xRow, xTile, input, weights, blockWeights, channel] = code.locals('i32', 6);
        code.get(packed).set(blockWeights).get(bias).set(biasCell).i32(0).set(channel);
        for (const { vectors, count } of channelBlocks(K, code.traits.tileVectors)) {
          const accumulators = code.locals('v128', 4 * vectors);
          code.repeat(count, () => {
            startImage();
            for (const at of [yCell, windowCell]) code.get(at).get(channel).op('i32.add').set(at);
            code.get(x).set(xRow);
            code.repeat(rows, () => {
              code.get(xRow).set(xTile);
              code.repeat(columns, () => {
                for (const accumulator of accumulators) code.f32x4(0).set(accumulator);
                code.get(xTile).set(input).get(blockWeights).set(weights);
                const bytes = windowStarts.map((pixel) => pixel * 4);
                emitTile(code, { pixels: bytes, vectors, size: 3, C, rowBytes }, input, weights, accumulators);
                if (keepsWindows) code.get(start).op('i32x4.splat').set(start4);
                pool(vectors, accumulators);
                for (const at of [yCell, windowCell]) code.advance(at, K * 4);
                code.advance(xTile, 2 * C * 4).advance(start, 2 * C);
              });
              code.advance(xRow, 2 * rowBytes);
              endRow();
            });
            code.advance(blockWeights, 9 * C * vectors * 16);
            code.advance(biasCell, vectors * 16).advance(channel, vectors * 16);
          });
        }
      }
      code.advance(x, (H + 2) * rowBytes);
      code.advance(y, (rows + 2) * (columns + 2) * K * 4);
      code.advance(window, rows * columns * K * 4);
    });
  });
}
