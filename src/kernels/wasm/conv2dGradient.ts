import type { ConvShape } from '../kernels.js';
import type { Assembler, Local } from './assembler.js';
import type { WasmFunction, WasmMemory } from './memory.js';
import { emitFilterGradient, emitWinogradGradient } from './winogradGradient.js';
import { suitsWinograd, tileGrid, winogradLength } from './winogradTiles.js';

/**
 * dw [K, size, size, C] and db [K] of a convolution, by Winograd filtering if it suits the shape.
 */
export function compileConv2dGradient(memory: WasmMemory, shape: ConvShape): WasmFunction {
  const winograd = shape.size === 3 && suitsWinograd(tileGrid(shape));
  return winograd ? compileWinogradGradient(memory, shape) : compileDirectGradient(memory, shape);
}

function compileWinogradGradient(memory: WasmMemory, shape: ConvShape): WasmFunction {
  const { H, W, C, K } = shape;
  const grid = tileGrid(shape);
  const sums = memory.ownFloats(winogradLength(C, K));
  return memory.compile(['i32', 'i32', 'i32', 'i32', 'i32'], (code, x, dy, dw, db, n) => {
    const address = sums.byteOffset;
    code.i32(address).i32(0).i32(sums.byteLength).fill();
    code.repeatLocal(n, () => {
      emitWinogradGradient(code, grid, { scratch: memory.scratch(), image: x, gradient: dy, sums: address, db });
      code.advance(x, (H + 2) * (W + 2) * C * 4).advance(dy, (H + 2) * (W + 2) * K * 4);
    });
    emitFilterGradient(code, grid, address, dw);
  });
}

/**
 * dw [K, size, size, C] += sum of dy * x: for four filters at a time, with part of a filter's row
 * in registers, in a sweep over all pixels.
 */
function compileDirectGradient(memory: WasmMemory, { H, W, C, K, size }: ConvShape): WasmFunction {
  const rowBytes = (W + 2) * C * 4;
  const window = size === 1 ? rowBytes + C * 4 : 0;
  const rowFloats = size * C;
  const filters = 4;
  return memory.compile(['i32', 'i32', 'i32', 'i32', 'i32'], (code, x, dy, dw, db, n) => {
    const [xRow, xCell, dyCell, dyStart, dwStart, dbStart] = code.locals('i32', 6);
    const chunk = (row: number, first: number, lanes: number): void => {
      const vectors = Math.ceil(lanes / 4);
      const sums = code.locals('v128', filters * vectors);
      const values = code.locals('v128', vectors);
      for (const sum of sums) code.f32x4(0).set(sum);
      code
        .get(x)
        .i32(window + row * rowBytes + first * 4)
        .op('i32.add')
        .set(xRow);
      code.get(dyStart).set(dyCell);
      code.repeat(H, () => {
        code.get(xRow).set(xCell);
        code.repeat(W, () => {
          for (let v = 0; v < vectors; v++)
            code
              .get(xCell)
              .load(v * 16)
              .set(values[v]);
          for (let k = 0; k < filters; k++) {
            const gradient = code.local('v128');
            code
              .get(dyCell)
              .loadSplat(k * 4)
              .set(gradient);
            for (let v = 0; v < vectors; v++) {
              code.multiplyAdd(
                sums[k * vectors + v],
                () => code.get(gradient),
                () => code.get(values[v]),
              );
            }
          }
          code.advance(xCell, C * 4).advance(dyCell, K * 4);
        });
        code.advance(xRow, rowBytes).advance(dyCell, 2 * K * 4);
      });
      for (const [s, sum] of sums.entries()) {
        const k = Math.floor(s / vectors);
        const v = s % vectors;
        emitAdd(code, dwStart, sum, Math.min(4, lanes - v * 4), ((k * size + row) * rowFloats + first) * 4 + v * 16);
      }
    };
    code.repeatLocal(n, () => {
      code
        .get(dy)
        .i32((W + 3) * K * 4)
        .op('i32.add')
        .set(dyStart);
      code.get(dw).set(dwStart).get(db).set(dbStart);
      code.repeat(K / filters, () => {
        for (let row = 0; row < size; row++) {
          for (let first = 0; first < rowFloats; first += 8) chunk(row, first, Math.min(8, rowFloats - first));
        }
        const sum = code.local('v128');
        code.f32x4(0).set(sum).get(dyStart).set(dyCell);
        code.repeat(H, () => {
          code.repeat(W, () => {
            code
              .get(sum)
              .get(dyCell)
              .load()
              .op('f32x4.add')
              .set(sum)
              .advance(dyCell, K * 4);
          });
          code.advance(dyCell, 2 * K * 4);
        });
        emitAdd(code, dbStart, sum, 4, 0);
        code
          .advance(dyStart, 16)
          .advance(dbStart, 16)
          .advance(dwStart, filters * size * rowFloats * 4);
      });
      code.advance(x, (H + 2) * rowBytes).advance(dy, (H + 2) * (W + 2) * K * 4);
    });
  });
}

/** Adds the first `lanes` floats of `value` to those at `base + offset`. */
function emitAdd(code: Assembler, base: Local, value: Local, lanes: number, offset: number): void {
  const sum = code.local('v128');
  code.get(base).load(offset).get(value).op('f32x4.add').set(sum);
  code.storeLanes(base, sum, lanes, offset);
}
