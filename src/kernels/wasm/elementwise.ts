import type { AdamOptions, Floats, ReluKernels, SgdOptions } from '../kernels.js';
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
function emitElementwise(
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

export function wasmOptimisers(memory: WasmMemory) {
  const addTo = memory.compile(['i32', 'i32', 'i32', 'i32'], (code, slice, out, count, first) => {
    emitElementwise(code, count, [slice, out], () => {
      const value = code.local('v128');
      // `first` is all ones for the first slice, which replaces the contents of `out`.
      code.get(slice).load();
      code.get(out).load().get(first).op('i32x4.splat').op('v128.andnot').op('f32x4.add').set(value);
      return [{ to: out, value }];
    });
  });
  const adam = memory.compile(
    ['i32', 'i32', 'i32', 'i32', 'i32', 'f32', 'f32', 'f32', 'f32', 'f32', 'f32', 'f32', 'f32', 'f32'],
    (code, parameter, gradient, m, v, count, ...scalars) => {
      const splat = (scalar: Local): Local => {
        const vector = code.local('v128');
        code.get(scalar).op('f32x4.splat').set(vector);
        return vector;
      };
      const [rate4, b1, rest1, b2, rest2, epsilon4, keep4, c1, c2] = scalars.map(splat);
      emitElementwise(code, count, [parameter, gradient, m, v], () => {
        const [g, newM, newV, newParameter] = code.locals('v128', 4);
        const average = (moment: Local, beta: Local, rest: Local, sample: () => unknown, to: Local): void => {
          code.get(beta).get(moment).load().op('f32x4.mul').get(rest);
          sample();
          code.op('f32x4.mul').op('f32x4.add').set(to);
        };
        code.get(gradient).load().set(g);
        average(m, b1, rest1, () => code.get(g), newM);
        average(v, b2, rest2, () => code.get(g).get(g).op('f32x4.mul'), newV);
        code.get(parameter).load().get(keep4).op('f32x4.mul');
        code.get(rate4).get(newM).get(c1).op('f32x4.div').op('f32x4.mul');
        code.get(newV).get(c2).op('f32x4.div').op('f32x4.sqrt').get(epsilon4).op('f32x4.add').op('f32x4.div');
        code.op('f32x4.sub').set(newParameter);
        return [
          { to: parameter, value: newParameter },
          { to: m, value: newM },
          { to: v, value: newV },
        ];
      });
    },
  );
  const sgd = memory.compile(
    ['i32', 'i32', 'i32', 'i32', 'f32', 'f32', 'f32'],
    (code, parameter, gradient, velocity, count, rate, momentum, decay) => {
      emitElementwise(code, count, [parameter, gradient, velocity], () => {
        const [old, newVelocity, newParameter] = code.locals('v128', 3);
        code.get(parameter).load().set(old);
        code.get(momentum).op('f32x4.splat').get(velocity).load().op('f32x4.mul');
        code.get(gradient).load().get(decay).op('f32x4.splat').get(old).op('f32x4.mul').op('f32x4.add');
        code.op('f32x4.add').set(newVelocity);
        code.get(old).get(rate).op('f32x4.splat').get(newVelocity).op('f32x4.mul').op('f32x4.sub').set(newParameter);
        return [
          { to: parameter, value: newParameter },
          { to: velocity, value: newVelocity },
        ];
      });
    },
  );
  return {
    sumSlices(slices: Floats, stride: number, count: number, out: Floats, start: number, end: number): void {
      if (count === 0) out.fill(0, start, end);
      for (let s = 0; s < count; s++) {
        addTo(slices.byteOffset + (s * stride + start) * 4, out.byteOffset + start * 4, end - start, s === 0 ? -1 : 0);
      }
    },
    adam(
      parameters: Floats,
      gradients: Floats,
      m: Floats,
      v: Floats,
      options: AdamOptions,
      start: number,
      end: number,
    ): void {
      const { rate, beta1, beta2, epsilon, decay, correction1, correction2 } = options;
      const addresses = [parameters, gradients, m, v].map((array) => array.byteOffset + start * 4);
      // 1 - beta is computed before rounding to Float32: afterwards 1 - 0.999 would lose half of
      // its digits.
      const averages = [beta1, 1 - beta1, beta2, 1 - beta2];
      adam(...addresses, end - start, rate, ...averages, epsilon, 1 - rate * decay, correction1, correction2);
    },
    sgd(
      parameters: Floats,
      gradients: Floats,
      velocity: Floats,
      options: SgdOptions,
      start: number,
      end: number,
    ): void {
      const addresses = [parameters, gradients, velocity].map((array) => array.byteOffset + start * 4);
      sgd(...addresses, end - start, options.rate, options.momentum, options.decay);
    },
  };
}
