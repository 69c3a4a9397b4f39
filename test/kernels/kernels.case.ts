import { describe, expect, it } from 'vitest';
import { dropoutHash } from '../../src/kernels/dropoutHash.js';
import type { Floats, Kernels, MapShape } from '../../src/kernels/kernels.js';
import { createReferenceKernels } from '../../src/kernels/reference/referenceKernels.js';
import { expectClose } from '../support/expectClose.js';
import { kernelCasesByHand } from './kernelsByHand.case.js';
import {
  poisonedFlat,
  poisonedFramed,
  quantised,
  randomFlat,
  randomFramed,
  withChannels,
} from '../support/kernelArrays.js';

/** An output of a kernel. The first `written` numbers count; the others must be unchanged. */
interface Output {
  readonly array: ArrayLike<number>;
  readonly written: number;
}

export interface KernelCaseOptions {
  readonly tolerance: number;
}

const BATCHES = [0, 1, 3, 16];
const UNTOUCHED = 77; // takes the place of NaN in integer arrays
const SLACK = 40; // numbers beyond the last image in flat arrays

// Odd sides, a single cell, a side that pooling floors (7 -> 3), one channel, channels that are not
// a multiple of four, and the shapes of the classic network.
const SHAPES = [
  { H: 1, W: 1, C: 4, K: 4 },
  { H: 3, W: 3, C: 4, K: 8 },
  { H: 5, W: 7, C: 8, K: 4 },
  { H: 8, W: 6, C: 4, K: 12 },
  { H: 6, W: 5, C: 1, K: 4 },
  { H: 4, W: 5, C: 3, K: 5 },
  { H: 7, W: 7, C: 32, K: 16 },
  { H: 3, W: 3, C: 16, K: 64 },
  { H: 9, W: 5, C: 20, K: 12 },
  { H: 1, W: 8, C: 16, K: 8 },
];
const LARGE_SHAPES = [
  { H: 28, W: 28, C: 1, K: 64 },
  { H: 14, W: 14, C: 64, K: 32 },
  { H: 27, W: 28, C: 48, K: 24 },
  { H: 64, W: 60, C: 4, K: 32 },
];
const CONVOLUTIONS = [
  ...SHAPES.flatMap((shape) => BATCHES.map((n) => ({ ...shape, n }))),
  ...LARGE_SHAPES.map((shape) => ({ ...shape, n: 2 })),
];

/**
 * The suite that every implementation of the contract passes: the same seeded calls go to it and to
 * the Float64 reference. Inputs are NaN beyond image n, and outputs are NaN wherever a kernel has
 * to write, so that reading or writing the wrong numbers shows. A number a is close to the expected
 * e if |a - e| <= tolerance * (|e| + the largest |e|).
 */
export function kernelCases(name: string, createKernels: () => Kernels, options: KernelCaseOptions): void {
  const { tolerance } = options;
  const reference = createReferenceKernels({ precision: 'float64' });

  const compare = (run: (kernels: Kernels) => Readonly<Record<string, Output>>): void => {
    const actual = run(createKernels());
    const expected = run(reference);
    for (const [output, { array, written }] of Object.entries(actual)) {
      const wanted = Array.from(expected[output].array).slice(0, written);
      const largest = wanted.reduce((most, value) => Math.max(most, Math.abs(value)), 0);
      const got = Array.from(array);
      expectClose(output, got.slice(0, written), wanted, { atol: tolerance * largest, rtol: tolerance });
      const beyond = got.slice(written).findIndex((value) => !Number.isNaN(value) && value !== UNTOUCHED);
      expect(beyond, `${output}: written beyond the last image, numbers after its end`).toBe(-1);
    }
  };
  const framed = (array: Floats, shape: MapShape, n: number): Output => {
    const written = n * (shape.H + 2) * (shape.W + 2) * shape.C;
    return { array, written };
  };

  describe(`${name} kernels by hand`, () => {
    kernelCasesByHand(createKernels, tolerance);
  });

  describe(`${name} kernels against the Float64 reference`, () => {
    describe.each([1, 3] as const)('conv2d, filter %i', (size) => {
      it.each(CONVOLUTIONS)('$H x $W x $C -> $K, n = $n', ({ n, ...shape }) => {
        compare((kernels) => {
          const { C, K } = shape;
          const conv = kernels.conv2d({ ...shape, size });
          const after = withChannels(shape, K);
          const length = K * size * size * C;
          const limit = 2 / Math.sqrt(size * size * C);
          const [x, dy] = [randomFramed(kernels, 1, shape, n), randomFramed(kernels, 2, after, n)];
          const packed = kernels.allocate(conv.packedLength);
          conv.pack(randomFlat(kernels, 3, length, 0, limit), packed);
          const [y, dx] = [poisonedFramed(kernels, after, n), poisonedFramed(kernels, shape, n)];
          const [dw, db] = [randomFlat(kernels, 5, length), randomFlat(kernels, 6, K)];
          conv.forward(x, packed, randomFlat(kernels, 4, K), y, n);
          conv.backwardInput(dy, packed, dx, n);
          conv.backwardParameters(x, dy, dw, db, n);
          return {
            y: framed(y, after, n),
            dx: framed(dx, shape, n),
            dw: { array: dw, written: length },
            db: { array: db, written: K },
          };
        });
      });
    });

    // Inputs are multiples of 1/16, so that Float32 holds every sum exactly. Then the winners
    // agree, and there are many ties.
    it.each(CONVOLUTIONS)('convReluPool $H x $W x $C -> $K, n = $n', ({ n, ...shape }) => {
      compare((kernels) => {
        const { H, W, C, K } = shape;
        const conv = kernels.convReluPool(shape);
        const pooled = { H: Math.floor(H / 2), W: Math.floor(W / 2), C: K };
        const winners = n * pooled.H * pooled.W * K;
        const length = K * 9 * C;
        const [x, dy] = [quantised(randomFramed(kernels, 1, shape, n)), randomFramed(kernels, 2, pooled, n)];
        const weight = quantised(randomFlat(kernels, 3, length));
        const packed = kernels.allocate(conv.packedLength);
        conv.pack(weight, packed);
        const [y, dx] = [poisonedFramed(kernels, pooled, n), poisonedFramed(kernels, shape, n)];
        const winner = kernels.allocateIntegers(winners + SLACK).fill(UNTOUCHED);
        const [dw, db] = [randomFlat(kernels, 5, length), randomFlat(kernels, 6, K)];
        const bias = quantised(randomFlat(kernels, 4, K));
        const alone = poisonedFramed(kernels, pooled, n);
        conv.forward(x, packed, bias, y, winner, n);
        conv.forward(x, packed, bias, alone, null, n);
        expect(alone, 'the same y where the windows are not wanted').toEqual(y);
        conv.backwardInput(dy, winner, weight, dx, n);
        conv.backwardParameters(x, dy, winner, dw, db, n);
        return {
          y: framed(y, pooled, n),
          dx: framed(dx, shape, n),
          winner: { array: winner, written: winners },
          dw: { array: dw, written: length },
          db: { array: db, written: K },
        };
      });
    });

    it.each(CONVOLUTIONS)('maxPool $H x $W x $C, n = $n', ({ n, ...shape }) => {
      compare((kernels) => {
        const pool = kernels.maxPool(shape);
        const pooled = { H: Math.floor(shape.H / 2), W: Math.floor(shape.W / 2), C: shape.C };
        const winners = n * pooled.H * pooled.W * shape.C;
        // Only five different values, so that every other window has a tie.
        const x = randomFramed(kernels, 1, shape, n).map((value) => Math.round(value * 2)) as Floats;
        const input = kernels.allocate(x.length);
        input.set(x);
        const dy = randomFramed(kernels, 2, pooled, n);
        const [y, dx] = [poisonedFramed(kernels, pooled, n), poisonedFramed(kernels, shape, n)];
        const winner = kernels.allocateIntegers(winners + SLACK).fill(UNTOUCHED);
        const alone = poisonedFramed(kernels, pooled, n);
        pool.forward(input, y, winner, n);
        pool.forward(input, alone, null, n);
        expect(alone, 'the same y where the winners are not wanted').toEqual(y);
        pool.backward(dy, winner, dx, n);
        return {
          y: framed(y, pooled, n),
          dx: framed(dx, shape, n),
          winner: { array: winner, written: winners },
        };
      });
    });

    describe.each([1, 10, 64, 140])('over %i numbers per image', (length) => {
      it.each(BATCHES)('relu, n = %i', (n) => {
        compare((kernels) => {
          const relu = kernels.relu(length);
          const written = n * length;
          const [x, dy] = [randomFlat(kernels, 1, written, SLACK), randomFlat(kernels, 2, written, SLACK)];
          const [y, dx] = [poisonedFlat(kernels, written + SLACK), poisonedFlat(kernels, written + SLACK)];
          relu.forward(x, y, n);
          relu.forward(x, x, n);
          expect(x.slice(0, written), 'the same in place').toEqual(y.slice(0, written));
          relu.backward(dy, y, dx, n);
          return { y: { array: y, written }, dx: { array: dx, written } };
        });
      });
    });

    it.each(CONVOLUTIONS)('batchNorm $H x $W x $C, n = $n', ({ n, ...shape }) => {
      compare((kernels) => {
        const { C } = shape;
        const norm = kernels.batchNorm(shape);
        const [x, dy] = [randomFramed(kernels, 1, shape, n, { offset: 20 }), randomFramed(kernels, 2, shape, n)];
        const channel = (key: number) => randomFlat(kernels, key, C);
        const [mean, m2] = [poisonedFlat(kernels, C), poisonedFlat(kernels, C)];
        const [y, dx] = [poisonedFramed(kernels, shape, n), poisonedFramed(kernels, shape, n)];
        const [dgamma, dbeta, near] = [channel(5), channel(6), channel(7)];
        for (let c = 0; c < C; c++) near[c] = Math.fround(near[c] + 20);
        norm.statistics(x, mean, m2, n);
        norm.normalise(x, channel(3), channel(4), y, n);
        norm.backwardParameters(x, dy, near, channel(8), dgamma, dbeta, n);
        norm.backwardInput(x, dy, channel(9), channel(10), channel(11), dx, n);
        return {
          mean: { array: mean, written: C },
          m2: { array: m2, written: C },
          dgamma: { array: dgamma, written: C },
          dbeta: { array: dbeta, written: C },
          y: framed(y, shape, n),
          dx: framed(dx, shape, n),
        };
      });
    });

    describe.each([
      { C: 64, K: 64 },
      { C: 64, K: 10 },
      { C: 144, K: 32 },
      { C: 7, K: 5 },
      { C: 1, K: 1 },
    ])('dense $C -> $K', ({ C, K }) => {
      it.each(BATCHES)('n = %i', (n) => {
        compare((kernels) => {
          const layer = kernels.dense({ C, K });
          const [x, dy] = [randomFlat(kernels, 1, n * C, SLACK), randomFlat(kernels, 2, n * K, SLACK)];
          const weight = randomFlat(kernels, 3, K * C, 0, 1 / Math.sqrt(C));
          const packed = kernels.allocate(layer.packedLength);
          layer.pack(weight, packed);
          const [y, dx] = [poisonedFlat(kernels, n * K + SLACK), poisonedFlat(kernels, n * C + SLACK)];
          const [dw, db] = [randomFlat(kernels, 5, K * C), randomFlat(kernels, 6, K)];
          layer.forward(x, packed, randomFlat(kernels, 4, K), y, n);
          layer.backwardInput(dy, weight, dx, n);
          layer.backwardParameters(x, dy, dw, db, n);
          return {
            y: { array: y, written: n * K },
            dx: { array: dx, written: n * C },
            dw: { array: dw, written: K * C },
            db: { array: db, written: K },
          };
        });
      });
    });

    it.each(CONVOLUTIONS)('flatten $H x $W x $C, n = $n', ({ n, ...shape }) => {
      compare((kernels) => {
        const flatten = kernels.flatten(shape);
        const written = n * shape.H * shape.W * shape.C;
        const y = poisonedFlat(kernels, written + SLACK);
        const dx = poisonedFramed(kernels, shape, n);
        flatten.forward(randomFramed(kernels, 1, shape, n), y, n);
        flatten.backward(randomFlat(kernels, 2, written, SLACK), dx, n);
        return { y: { array: y, written }, dx: framed(dx, shape, n) };
      });
    });

    it.each(CONVOLUTIONS)('globalAveragePool $H x $W x $C, n = $n', ({ n, ...shape }) => {
      compare((kernels) => {
        const pool = kernels.globalAveragePool(shape);
        const written = n * shape.C;
        const y = poisonedFlat(kernels, written + SLACK);
        const dx = poisonedFramed(kernels, shape, n);
        pool.forward(randomFramed(kernels, 1, shape, n, { offset: 0.5 }), y, n);
        pool.backward(randomFlat(kernels, 2, written, SLACK), dx, n);
        return { y: { array: y, written }, dx: framed(dx, shape, n) };
      });
    });

    it.each([
      { H: 28, W: 28 },
      { H: 5, W: 7 },
      { H: 1, W: 1 },
    ])('fromBytes $H x $W', (side) => {
      const shape = { ...side, C: 1 };
      for (const n of BATCHES) {
        compare((kernels) => {
          const bytes = kernels.allocateBytes(n * side.H * side.W + SLACK);
          for (let i = 0; i < bytes.length; i++) bytes[i] = dropoutHash(i) & 0xff;
          const y = poisonedFramed(kernels, shape, n);
          kernels.fromBytes(side)(bytes, y, n);
          return { y: framed(y, shape, n) };
        });
      }
    });

    it.each([0, 0.05])('adam, decay %d, three steps of a part of the parameters', (decay) => {
      compare((kernels) => {
        const parameters = randomFlat(kernels, 1, 37);
        const [m, v] = [kernels.allocate(37), kernels.allocate(37)];
        for (let t = 1; t <= 3; t++) {
          const gradients = randomFlat(kernels, 10 + t, 37);
          const [beta1, beta2] = [0.9, 0.999];
          const corrections = { correction1: 1 - beta1 ** t, correction2: 1 - beta2 ** t };
          const options = { rate: 0.01, beta1, beta2, epsilon: 1e-8, decay, ...corrections };
          kernels.adam(parameters, gradients, m, v, options, 5, 34);
        }
        return {
          parameters: { array: parameters, written: 37 },
          m: { array: m, written: 37 },
          v: { array: v, written: 37 },
        };
      });
    });

    it('sgd, three steps of a part of the parameters', () => {
      compare((kernels) => {
        const [parameters, velocity] = [randomFlat(kernels, 1, 37), randomFlat(kernels, 2, 37)];
        for (let t = 1; t <= 3; t++) {
          const gradients = randomFlat(kernels, 10 + t, 37);
          kernels.sgd(parameters, gradients, velocity, { rate: 0.1, momentum: 0.9, decay: 0.01 }, 2, 35);
        }
        return { parameters: { array: parameters, written: 37 }, velocity: { array: velocity, written: 37 } };
      });
    });
  });
}
