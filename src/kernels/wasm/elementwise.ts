import type { Floats, ReluKernels } from '../kernels.js';
import type { Assembler, Local } from './assembler.js';
import type { WasmMemory } from './memory.js';

interface Output {
  /** Address of the array to write to. */
  readonly to: Local;
  readonly value: Local;
}

/**
 * Runs `body`, which works on one vector at the `pointers`, along arrays of `count` floats. The
 * last one to three floats are computed as a whole vector too, but only these floats are stored.
 */
export function emitElementwise(
  code: Assembler,
  count: Local,
  pointers: readonly Local[],
  body: () => readonly Output[],
): void {
  const vectors = code.local('i32');
  const rest = code.local('i32');
  code.get(count).i32(2).op('i32.shr_u').set(vectors);
  code.repeatLocal(vectors, () => {
    for (const { to, value } of body()) code.get(to).get(value).store();
    for (const pointer of pointers) code.advance(pointer, 16);
  });
  code.get(count).i32(3).op('i32.and').tee(rest);
  code.when(() => {
    const outputs = body();
    for (let lane = 0; lane < 3; lane++) {
      code.get(rest).i32(lane).op('i32.gt_u');
      code.when(() => {
        for (const { to, value } of outputs)
          code
            .get(to)
            .get(value)
            .storeLane(lane, lane * 4);
      });
    }
  });
}

export function wasmRelu(memory: WasmMemory, length: number): ReluKernels {
  const forward = memory.compile(['i32', 'i32', 'i32'], (code, x, y, count) => {
    emitElementwise(code, count, [x, y], () => {
      const value = code.local('v128');
      code.get(x).load().f32x4(0).op('f32x4.pmax').set(value);
      return [{ to: y, value }];
    });
  });
  const backward = memory.compile(['i32', 'i32', 'i32', 'i32'], (code, dy, y, dx, count) => {
    emitElementwise(code, count, [dy, y, dx], () => {
      const value = code.local('v128');
      code.get(dy).load().get(y).load().f32x4(0).op('f32x4.gt').op('v128.and').set(value);
      return [{ to: dx, value }];
    });
  });
  return {
    forward(x, y, n) {
      forward(x.byteOffset, y.byteOffset, n * length);
    },
    backward(dy, y, dx, n) {
      backward(dy.byteOffset, y.byteOffset, dx.byteOffset, n * length);
    },
  };
}

export function wasmDropout(
  memory: WasmMemory,
  length: number,
  rate: number,
): (x: Floats, y: Floats, key: number, n: number) => void {
  if (!(rate >= 0 && rate < 1)) throw new RangeError(`dropout: rate must be in [0, 1). Received ${rate}.`);
  const threshold = rate * 2 ** 32;
  const run = memory.compile(['i32', 'i32', 'i32', 'i32'], (code, x, y, key, count) => {
    const numbers = code.local('v128');
    code.get(key).op('i32x4.splat').i32x4(0, 1, 2, 3).op('i32x4.add').set(numbers);
    emitElementwise(code, count, [x, y], () => {
      const hash = code.local('v128');
      // dropoutHash of four numbers at a time.
      const shiftXor = (bits: number): Assembler => code.get(hash).get(hash).i32(bits).op('i32x4.shr_u').op('v128.xor');
      code.get(numbers).set(hash);
      shiftXor(16).i32x4(0x7feb352d).op('i32x4.mul').set(hash);
      shiftXor(15).i32x4(0x846ca68b).op('i32x4.mul').set(hash);
      shiftXor(16).set(hash);
      code
        .get(x)
        .load()
        .f32x4(1 / (1 - rate))
        .op('f32x4.mul');
      code.get(hash).i32x4(Math.ceil(threshold)).op('i32x4.lt_u').op('v128.andnot').set(hash);
      code.get(numbers).i32x4(4).op('i32x4.add').set(numbers);
      return [{ to: y, value: hash }];
    });
  });
  return (x, y, key, n) => {
    run(x.byteOffset, y.byteOffset, key, n * length);
  };
}
