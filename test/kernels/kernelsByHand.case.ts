import { expect, it } from 'vitest';
import { dropoutHash } from '../../src/kernels/dropoutHash.js';
import type { Kernels } from '../../src/kernels/kernels.js';
import { expectClose } from '../support/expectClose.js';
import { readInside, writeInside } from '../support/framed.js';
import { poisonedFlat, poisonedFramed, randomFlat, randomFramed } from '../support/kernelArrays.js';

/**
 * The part of the suite whose answers need no reference: ties, orders, sums, and numbers that must
 * not change.
 */
export function kernelCasesByHand(createKernels: () => Kernels, tolerance: number): void {
  it('convReluPool takes the first among equals, and passes no gradient where y is 0', () => {
    const kernels = createKernels();
    const shape = { H: 6, W: 6, C: 4, K: 4 };
    const conv = kernels.convReluPool(shape);
    const pooled = { H: 3, W: 3, C: 4 };
    const x = randomFramed(kernels, 1, shape, 1);
    const weight = kernels.allocate(4 * 9 * 4); // zeros, so that each sum is the bias
    const packed = kernels.allocate(conv.packedLength);
    conv.pack(weight, packed);
    const bias = kernels.allocate(4);
    bias.set([-1, 0, 0.5, 2]);
    const y = poisonedFramed(kernels, pooled, 1);
    const window = kernels.allocateIntegers(36).fill(77);
    conv.forward(x, packed, bias, y, window, 1);
    // A framed row has 8 cells of 4 floats. In channels whose bias is above 0, the first position
    // of each pooling window wins.
    const starts = [0, 2, 4, 16, 18, 20, 32, 34, 36].map((cell) => cell * 4);
    expect(Array.from(window)).toEqual(starts.flatMap((start) => [-1, -1, start, start]));
    // Row 0 begins after a frame row of 5 cells and one more cell.
    expect(Array.from(y.subarray(24, 28))).toEqual([0, 0, 0.5, 2]);

    const dy = poisonedFramed(kernels, pooled, 1, 1);
    const [dw, db] = [kernels.allocate(4 * 9 * 4), kernels.allocate(4)];
    conv.backwardParameters(x, dy, window, dw, db, 1);
    expect(Array.from(db)).toEqual([0, 0, 9, 9]);
    expect(Array.from(dw.subarray(0, 72)).every((value) => value === 0)).toBe(true);
  });

  it('maxPool takes the first among equals, also below zero', () => {
    const kernels = createKernels();
    const shape = { H: 4, W: 4, C: 4 };
    const pooled = { H: 2, W: 2, C: 4 };
    const x = poisonedFramed(kernels, shape, 1);
    // Four windows, the same in every channel. In order, the largest values are in positions 1 and
    // 2; 3; all four; 0 and 3.
    const cells = [[-5, -1, 2, 3], [-1, -5, 3, 4], [7, 7, 0, -2], [7, 7, -9, 0]].flat(); // prettier-ignore
    writeInside(
      x,
      shape,
      cells.flatMap((value) => [value, value, value, value]),
      1,
    );
    const y = poisonedFramed(kernels, pooled, 1);
    const winner = kernels.allocateIntegers(16);
    kernels.maxPool(shape).forward(x, y, winner, 1);
    expect(Array.from(winner).filter((_, i) => i % 4 === 0)).toEqual([1, 3, 0, 0]);
    expect(Array.from(readInside(y, pooled, 1)).filter((_, i) => i % 4 === 0)).toEqual([-1, 4, 7, 0]);
  });

  it('adds to the gradients of parameters at each call', () => {
    const kernels = createKernels();
    const shape = { H: 4, W: 4, C: 4 };
    const [x, dy] = [randomFramed(kernels, 1, shape, 2), randomFramed(kernels, 2, shape, 2)];
    const pooled = { H: 2, W: 2, C: 4 };
    const window = kernels.allocateIntegers(2 * 2 * 2 * 4);
    const dyPooled = randomFramed(kernels, 2, pooled, 2);
    const [channel, flatX, flatDy] = [randomFlat(kernels, 3, 4), randomFlat(kernels, 4, 8), randomFlat(kernels, 5, 8)];
    const [wide, fused] = [kernels.conv2d({ ...shape, K: 4, size: 3 }), kernels.convReluPool({ ...shape, K: 4 })];
    const [norm, layer] = [kernels.batchNorm(shape), kernels.dense({ C: 4, K: 4 })];
    const [dw, db] = [kernels.allocate(144), kernels.allocate(4)];
    const calls = {
      conv2d: () => {
        wide.backwardParameters(x, dy, dw, db, 2);
      },
      convReluPool: () => {
        fused.backwardParameters(x, dyPooled, window, dw, db, 2);
      },
      batchNorm: () => {
        norm.backwardParameters(x, dy, channel, channel, dw, db, 2);
      },
      dense: () => {
        layer.backwardParameters(flatX, flatDy, dw, db, 2);
      },
    };
    for (const [name, call] of Object.entries(calls)) {
      dw.fill(0);
      db.fill(0);
      call();
      const once = [...dw, ...db];
      expect(
        once.some((value) => Math.abs(value) > 0.1),
        name,
      ).toBe(true);
      call();
      expectClose(
        name,
        [...dw, ...db],
        once.map((value) => 2 * value),
        { atol: tolerance, rtol: tolerance },
      );
    }
  });

  it('fromBytes turns 255 into 1', () => {
    const kernels = createKernels();
    const bytes = kernels.allocateBytes(4);
    bytes.set([0, 51, 204, 255]);
    const y = poisonedFramed(kernels, { H: 2, W: 2, C: 1 }, 1);
    kernels.fromBytes({ H: 2, W: 2 })(bytes, y, 1);
    expectClose('y', readInside(y, { H: 2, W: 2, C: 1 }, 1), [0, 0.2, 0.8, 1], { atol: 0, rtol: 1e-7 });
  });

  it('sumSlices adds the slices in their order and rounds after each', () => {
    const kernels = createKernels();
    const [stride, count, start, end] = [23, 5, 3, 21];
    const slices = randomFlat(kernels, 1, stride * count);
    for (let s = 0; s < count; s++) slices[s * stride + start] = [1e8, 1, -1e8, 1e-3, 2][s];
    const round = slices instanceof Float32Array ? Math.fround : Number;
    const out = poisonedFlat(kernels, stride);
    kernels.sumSlices(slices, stride, count, out, start, end);
    for (let i = 0; i < stride; i++) {
      let sum: number = slices[i];
      for (let s = 1; s < count; s++) sum = round(sum + slices[s * stride + i]);
      expect(out[i], `number ${i}`).toBe(i >= start && i < end ? sum : NaN);
    }
  });

  it('optimisers do not change parameters before start or from end on', () => {
    const kernels = createKernels();
    const gradients = randomFlat(kernels, 1, 40);
    const arrays = [2, 3, 4].map((key) => randomFlat(kernels, key, 40).map(Math.abs));
    const [parameters, m, v] = arrays.map((values) => {
      const array = kernels.allocate(40);
      array.set(values);
      return array;
    });
    const rates = { rate: 0.1, beta1: 0.9, beta2: 0.99, epsilon: 1e-8, decay: 0.1, correction1: 0.5, correction2: 0.5 };
    kernels.adam(parameters, gradients, m, v, rates, 7, 30);
    kernels.sgd(parameters, gradients, m, { rate: 0.1, momentum: 0.5, decay: 0.1 }, 7, 30);
    [parameters, m, v].forEach((array, a) => {
      const changed = Array.from(array, (value, i) => value !== arrays[a][i]);
      expect(changed).toEqual(Array.from({ length: 40 }, (_, i) => i >= 7 && i < 30));
    });
  });

  it.each([0, 1, 3, 16])('dropout drops the units that the hash drops, n = %i', (n) => {
    const kernels = createKernels();
    for (const length of [1, 10, 64, 140]) {
      const written = n * length;
      for (const rate of [0, 0.1, 0.25, 0.5, 0.9]) {
        for (const key of [0, 12_345, 0x7ffffff0, 0xffffffff]) {
          // No value is 0.
          const x = randomFlat(kernels, 1, written, 40, 0.5).map((value) => value + 1);
          const input = kernels.allocate(x.length);
          input.set(x);
          const y = poisonedFlat(kernels, written + 40);
          kernels.dropout(length, rate)(input, y, key, n);
          const expected = Array.from(input.subarray(0, written), (value, i) =>
            dropoutHash(key + i) < rate * 2 ** 32 ? 0 : value / (1 - rate),
          );
          const got = Array.from(y);
          expect(got.slice(0, written).map((value) => value === 0)).toEqual(expected.map((value) => value === 0));
          expectClose(`rate ${rate}, key ${key}`, got.slice(0, written), expected, { atol: 0, rtol: tolerance });
          expect(got.slice(written).every(Number.isNaN)).toBe(true);
        }
      }
    }
  });
}
