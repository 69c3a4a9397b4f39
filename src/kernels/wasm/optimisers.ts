import type { AdamOptions, Floats, SgdOptions } from '../kernels.js';
import type { Local } from './assembler.js';
import { emitElementwise } from './elementwise.js';
import type { WasmMemory } from './memory.js';

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
