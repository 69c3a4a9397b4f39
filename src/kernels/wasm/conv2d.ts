import type { Conv2dKernels, ConvShape, Floats } from '../kernels.js';
import { createReferenceKernels } from '../reference/referenceKernels.js';
import { channelBlocks, emitTile, packBlocks, plainOrder, turnedOrder, type WeightOrder } from './convolutionTile.js';
import { emitClearFrames } from './frames.js';
import type { WasmFunction, WasmMemory } from './memory.js';
import { emitWinograd, packWinograd } from './winogradForward.js';
import type { WasmGradients } from './wasmGradients.js';
import { suitsWinograd, tileGrid, type TileGrid, winogradLength } from './winogradTiles.js';

/** Pixels of one row that a tile computes at once. */
const TILE_PIXELS = 4;

/**
 * A convolution whose output map is kept. Its input gradient is the same convolution, of dy, with
 * the filter rotated by 180 degrees and its channels swapped; `packed` holds both arrangements, one
 * after the other. C = 1 is almost always the first layer, which needs no input gradient: then the
 * second half of `packed` holds the plain weights, for the reference.
 */
export function wasmConv2d(memory: WasmMemory, shape: ConvShape, gradients: WasmGradients | null): Conv2dKernels {
  const { H, W, C, K, size } = shape;
  const taps = size * size;
  const weights = K * taps * C;
  const forward = createConvolution(memory, shape, true);
  const input = C === 1 ? null : createConvolution(memory, { H, W, C: K, K: C, size }, false);
  const parameters = gradients?.conv2dParameters(memory, shape);
  const reference = createReferenceKernels({ precision: 'float32' }).conv2d(shape);
  return {
    packedLength: forward.packedLength + (input?.packedLength ?? weights),
    pack(weight, packed) {
      forward.pack(weight, plainOrder(shape), packed, 0);
      if (input === null) packed.set(weight.subarray(0, weights), forward.packedLength);
      else input.pack(weight, turnedOrder(shape), packed, forward.packedLength);
    },
    forward(x, packed, bias, y, n) {
      if (n > 0) forward.run(x.byteOffset, packed.byteOffset, y.byteOffset, n, bias.byteOffset);
    },
    backwardInput(dy, packed, dx, n) {
      if (input === null) reference.backwardInput(dy, packed.subarray(forward.packedLength), dx, n);
      else if (n > 0) input.run(dy.byteOffset, packed.byteOffset + forward.packedLength * 4, dx.byteOffset, n, 0);
    },
    backwardParameters(x, dy, dw, db, n) {
      if (parameters === undefined) reference.backwardParameters(x, dy, dw, db, n);
      else if (n > 0) parameters(x.byteOffset, dy.byteOffset, dw.byteOffset, db.byteOffset, n);
    },
  };
}

/** A convolution and the order in which it reads its weights. */
interface Convolution {
  readonly packedLength: number;
  pack(weight: Floats, order: WeightOrder, packed: Floats, offset: number): void;
  readonly run: WasmFunction;
}

function createConvolution(memory: WasmMemory, shape: ConvShape, hasBias: boolean): Convolution {
  const { C, K, size } = shape;
  const { tileVectors } = memory.traits;
  const grid = tileGrid(shape);
  if (size === 3 && suitsWinograd(grid)) {
    return {
      packedLength: winogradLength(C, K),
      pack: (weight, order, packed, offset) => {
        packWinograd(weight, order, shape, tileVectors, packed, offset);
      },
      run: compileWinograd(memory, shape, grid, hasBias),
    };
  }
  const taps = size * size;
  return {
    packedLength: K * taps * C,
    pack: (weight, order, packed, offset) => {
      packBlocks(weight, order, shape, tileVectors, packed, offset);
    },
    run: compileConvolution(memory, shape, hasBias),
  };
}

function compileWinograd(
  memory: WasmMemory,
  { H, W, C, K }: ConvShape,
  grid: TileGrid,
  hasBias: boolean,
): WasmFunction {
  const rowBytes = (W + 2) * K * 4;
  const places = [0, K * 4, rowBytes, rowBytes + K * 4]; // of a tile's pixels
  return memory.compile(['i32', 'i32', 'i32', 'i32', 'i32'], (code, x, packed, y, n, bias) => {
    const [map, cell, biasCell] = code.locals('i32', 3);
    const biases = code.locals('v128', code.traits.tileVectors);
    code.get(y).set(map);
    code.repeatLocal(n, () => {
      code
        .get(map)
        .i32(rowBytes + K * 4)
        .op('i32.add')
        .set(cell);
      code.get(bias).set(biasCell);
      emitWinograd(
        code,
        grid,
        { image: x, packed, scratch: memory.scratch() },
        {
          take({ vectors, pixels }) {
            if (hasBias) {
              for (let v = 0; v < vectors; v++) {
                code
                  .get(biasCell)
                  .load(v * 16)
                  .set(biases[v]);
              }
              for (const [p, pixel] of pixels.entries()) {
                code
                  .get(pixel)
                  .get(biases[p % vectors])
                  .op('f32x4.add')
                  .set(pixel);
              }
              code.advance(biasCell, vectors * 16);
            }
            for (const [p, pixel] of pixels.entries()) {
              code
                .get(cell)
                .get(pixel)
                .store(places[Math.floor(p / vectors)] + (p % vectors) * 16);
            }
            code.advance(cell, vectors * 16);
          },
          endTile() {
            code.advance(cell, K * 4);
            if (hasBias) code.advance(biasCell, -K * 4);
          },
          endRow() {
            code.advance(cell, 2 * rowBytes - grid.columns * 2 * K * 4);
          },
        },
      );
      code.advance(x, (H + 2) * (W + 2) * C * 4).advance(map, (H + 2) * rowBytes);
    });
    // If a side is odd, its last tiles reach into the frame.
    if (H % 2 === 1 || W % 2 === 1) emitClearFrames(code, { H, W, C: K }, y, n);
  });
}

function compileConvolution(memory: WasmMemory, { H, W, C, K, size }: ConvShape, hasBias: boolean): WasmFunction {
  const rowBytes = (W + 2) * C * 4;
  // A 1x1 filter looks at the pixel itself; a 3x3 filter begins one row and one column before it.
  const window = size === 1 ? rowBytes + C * 4 : 0;
  return memory.compile(['i32', 'i32', 'i32', 'i32', 'i32'], (code, x, packed, y, n, bias) => {
    const [xRow, xTile, yCell, input, weights, blockWeights, blockBias, channel] = code.locals('i32', 8);
    const tile = (pixelCount: number, vectors: number): void => {
      const accumulators = code.locals('v128', pixelCount * vectors);
      for (const [a, accumulator] of accumulators.entries()) {
        if (hasBias) code.get(blockBias).load((a % vectors) * 16);
        else code.f32x4(0);
        code.set(accumulator);
      }
      code.get(xTile).set(input).get(blockWeights).set(weights);
      const pixels = Array.from({ length: pixelCount }, (_, p) => p * C * 4);
      emitTile(code, { pixels, vectors, size, C, rowBytes }, input, weights, accumulators);
      for (const [a, accumulator] of accumulators.entries()) {
        code
          .get(yCell)
          .get(accumulator)
          .store(Math.floor(a / vectors) * K * 4 + (a % vectors) * 16);
      }
      code.advance(yCell, pixelCount * K * 4).advance(xTile, pixelCount * C * 4);
    };
    code.repeatLocal(n, () => {
      code.get(packed).set(blockWeights).get(bias).set(blockBias).i32(0).set(channel);
      for (const { vectors, count } of channelBlocks(K, code.traits.tileVectors)) {
        code.repeat(count, () => {
          code.get(x).i32(window).op('i32.add').set(xRow);
          code
            .get(y)
            .i32((W + 3) * K * 4)
            .op('i32.add')
            .get(channel)
            .op('i32.add')
            .set(yCell);
          code.repeat(H, () => {
            code.get(xRow).set(xTile);
            code.repeat(Math.floor(W / TILE_PIXELS), () => {
              tile(TILE_PIXELS, vectors);
            });
            if (W % TILE_PIXELS !== 0) tile(W % TILE_PIXELS, vectors);
            code.advance(xRow, rowBytes).advance(yCell, 2 * K * 4);
          });
          code
            .advance(blockWeights, size * size * C * vectors * 16)
            .advance(blockBias, vectors * 16)
            .advance(channel, vectors * 16);
        });
      }
      code.advance(x, (H + 2) * rowBytes).advance(y, (H + 2) * (W + 2) * K * 4);
    });
  });
}
