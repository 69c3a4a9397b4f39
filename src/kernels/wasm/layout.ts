import type { Floats, MapShape } from '../kernels.js';
import type { WasmMemory } from './memory.js';

/** Turns bytes into a framed map of one channel. */
export function wasmFromBytes(
  memory: WasmMemory,
  { H, W }: { readonly H: number; readonly W: number },
): (bytes: Uint8Array, y: Floats, n: number) => void {
  const run = memory.compile(['i32', 'i32', 'i32'], (code, bytes, y, n) => {
    const cell = code.local('i32');
    const value = code.local('v128');
    const convert = (lanes: number): void => {
      code.get(bytes).loadLow32().op('i16x8.extend_low_i8x16_u').op('i32x4.extend_low_i16x8_u');
      code.op('f32x4.convert_i32x4_u').f32x4(255).op('f32x4.div').set(value);
      code.storeLanes(cell, value, lanes);
      code.advance(bytes, lanes).advance(cell, lanes * 4);
    };
    code.repeatLocal(n, () => {
      code
        .get(y)
        .i32((W + 3) * 4)
        .op('i32.add')
        .set(cell);
      code.repeat(H, () => {
        code.repeat(Math.floor(W / 4), () => {
          convert(4);
        });
        if (W % 4 !== 0) convert(W % 4);
        code.advance(cell, 2 * 4);
      });
      code.advance(y, (H + 2) * (W + 2) * 4);
    });
  });
  return (bytes, y, n) => {
    run(bytes.byteOffset, y.byteOffset, n);
  };
}

/** Turns a framed map into a flat row, and back. */
export function wasmFlatten(memory: WasmMemory, { H, W, C }: MapShape) {
  const rowVectors = (W * C) / 4;
  const compile = (toFlat: boolean) =>
    memory.compile(['i32', 'i32', 'i32'], (code, from, to, n) => {
      const [map, flat] = toFlat ? [from, to] : [to, from];
      const cell = code.local('i32');
      code.repeatLocal(n, () => {
        code
          .get(map)
          .i32((W + 3) * C * 4)
          .op('i32.add')
          .set(cell);
        code.repeat(H, () => {
          code.repeat(rowVectors, () => {
            if (toFlat) code.get(flat).get(cell).load().store();
            else code.get(cell).get(flat).load().store();
            code.advance(flat, 16).advance(cell, 16);
          });
          code.advance(cell, 2 * C * 4);
        });
        code.advance(map, (H + 2) * (W + 2) * C * 4);
      });
    });
  const forward = compile(true);
  const backward = compile(false);
  return {
    forward(x: Floats, y: Floats, n: number): void {
      forward(x.byteOffset, y.byteOffset, n);
    },
    backward(dy: Floats, dx: Floats, n: number): void {
      backward(dy.byteOffset, dx.byteOffset, n);
    },
  };
}
