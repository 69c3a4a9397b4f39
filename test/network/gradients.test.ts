import { describe, expect, it } from 'vitest';
import type { Floats, MapShape } from '../../src/kernels/kernels.js';
import { createReferenceKernels } from '../../src/kernels/reference/referenceKernels.js';
import { softmaxCrossEntropy } from '../../src/kernels/softmaxCrossEntropy.js';
import { expectClose } from '../support/expectClose.js';
import { writeInside } from '../support/framed.js';
import { labels, uniform } from '../golden/pytorchFormula.js';
import { poisonedFramed, quantised, randomFlat, randomFramed, withChannels } from '../support/kernelArrays.js';

// Every backward against central differences of its forward, in Float64. The loss is sum(y * dy)
// for a random dy, so that its gradient with respect to y is dy.

const EPSILON = 1e-5;
const CLOSE = { atol: 1e-7, rtol: 1e-7 };
const kernels = createReferenceKernels({ precision: 'float64' });
const shape = { H: 5, W: 4, C: 3 };
const N = 2;

/**
 * (loss(x + epsilon) - loss(x - epsilon)) / (2 epsilon) for each number of x; a frame keeps its
 * zeros and has no gradient.
 */
function expectGradient(
  name: string,
  x: Floats,
  gradient: ArrayLike<number>,
  loss: () => number,
  framed = false,
): void {
  const numeric = Array.from(x, (kept, i) => {
    if (framed && kept === 0) return 0;
    x[i] = kept + EPSILON;
    const above = loss();
    x[i] = kept - EPSILON;
    const below = loss();
    x[i] = kept;
    return (above - below) / (2 * EPSILON);
  });
  expect(
    numeric.some((value) => Math.abs(value) > 1e-3),
    `${name}: some gradient`,
  ).toBe(true);
  expectClose(name, gradient, numeric, CLOSE);
}

function dot(a: Floats, b: Floats): number {
  let sum = 0;
  for (let i = 0; i < a.length; i++) sum += a[i] * b[i];
  return sum;
}

/** A random map of N images without the poison that the cases put behind it. */
function map(key: number, size: MapShape): Floats {
  const length = N * (size.H + 2) * (size.W + 2) * size.C;
  return randomFramed(kernels, key, size, N).subarray(0, length);
}

/** An output map: NaN inside until a kernel has written it. */
function output(size: MapShape): Floats {
  const length = N * (size.H + 2) * (size.W + 2) * size.C;
  return poisonedFramed(kernels, size, N).subarray(0, length);
}

describe('gradients by central differences', () => {
  it.each([1, 3] as const)('conv2d, filter %i', (size) => {
    const K = 2;
    const conv = kernels.conv2d({ ...shape, K, size });
    const after = withChannels(shape, K);
    const [x, dy, y, dx] = [map(1, shape), map(2, after), output(after), output(shape)];
    const [weight, bias] = [randomFlat(kernels, 3, K * size * size * shape.C), randomFlat(kernels, 4, K)];
    const packed = kernels.allocate(conv.packedLength);
    const loss = () => {
      conv.pack(weight, packed);
      conv.forward(x, packed, bias, y, N);
      return dot(y, dy);
    };
    loss();
    const [dw, db] = [kernels.allocate(weight.length), kernels.allocate(K)];
    conv.backwardInput(dy, packed, dx, N);
    conv.backwardParameters(x, dy, dw, db, N);
    expectGradient('dx', x, dx, loss, true);
    expectGradient('dw', weight, dw, loss);
    expectGradient('db', bias, db, loss);
  });

  it('convReluPool', () => {
    const K = 4;
    const conv = kernels.convReluPool({ ...shape, K });
    const pooled = { H: 2, W: 2, C: K };
    const [x, dy, y, dx] = [map(1, shape), map(2, pooled), output(pooled), output(shape)];
    const [weight, bias] = [randomFlat(kernels, 3, K * 9 * shape.C), randomFlat(kernels, 4, K)];
    const packed = kernels.allocate(conv.packedLength);
    const window = kernels.allocateIntegers(N * 2 * 2 * K);
    let settled: number[] | null = null;
    const loss = () => {
      conv.pack(weight, packed);
      conv.forward(x, packed, bias, y, window, N);
      const now = Array.from(window);
      settled ??= now;
      // Central differences mean something only where no kink lies within epsilon.
      if (JSON.stringify(now) !== JSON.stringify(settled)) throw new Error('Too close to a kink: take another seed.');
      return dot(y, dy);
    };
    loss();
    const [dw, db] = [kernels.allocate(weight.length), kernels.allocate(K)];
    conv.backwardInput(dy, window, weight, dx, N);
    conv.backwardParameters(x, dy, window, dw, db, N);
    expect(Array.from(y).filter((value) => value > 0).length).toBeGreaterThan(8);
    const cells = Array.from(window)
      .filter((start) => start >= 0)
      .map((start) => start / shape.C);
    const positions = cells.map((cell) => 2 * (Math.floor(cell / (shape.W + 2)) % 2) + ((cell % (shape.W + 2)) % 2));
    expect(new Set(positions).size, 'every position wins somewhere').toBe(4);
    expectGradient('dx', x, dx, loss, true);
    expectGradient('dw', weight, dw, loss);
    expectGradient('db', bias, db, loss);
  });

  it('relu', () => {
    const relu = kernels.relu(20);
    const x = quantised(randomFlat(kernels, 1, 40)).map((value) => value + 1 / 32) as Floats; // 1/32 or more from 0
    const [dy, y, dx] = [randomFlat(kernels, 2, 40), kernels.allocate(40), kernels.allocate(40)];
    const loss = () => {
      relu.forward(x, y, 2);
      return dot(y, dy);
    };
    loss();
    relu.backward(dy, y, dx, 2);
    expectGradient('dx', x, dx, loss);
  });

  it('maxPool', () => {
    const pool = kernels.maxPool(shape);
    const pooled = { H: 2, W: 2, C: 3 };
    const x = output(shape);
    // A permutation: any two numbers are at least 0.01 apart.
    const length = N * shape.H * shape.W * shape.C;
    writeInside(
      x,
      shape,
      Array.from({ length }, (_, i) => 0.005 + 0.01 * (((i * 47) % length) - length / 2)),
      N,
    );
    const [dy, y, dx] = [map(2, pooled), output(pooled), output(shape)];
    const winner = kernels.allocateIntegers(N * 2 * 2 * 3);
    const loss = () => {
      pool.forward(x, y, winner, N);
      return dot(y, dy);
    };
    loss();
    pool.backward(dy, winner, dx, N);
    expectGradient('dx', x, dx, loss, true);
  });

  it('batchNorm, composed of its pieces', () => {
    const { H, W, C } = shape;
    const M = N * H * W;
    const norm = kernels.batchNorm(shape);
    const [x, dy, y, dx] = [map(1, shape), map(2, shape), output(shape), output(shape)];
    const [gamma, beta] = [randomFlat(kernels, 3, C), randomFlat(kernels, 4, C)];
    const channel = () => kernels.allocate(C);
    const [mean, m2, invStd, scale, shift] = [channel(), channel(), channel(), channel(), channel()];
    const loss = () => {
      norm.statistics(x, mean, m2, N);
      for (let c = 0; c < C; c++) {
        invStd[c] = 1 / Math.sqrt(m2[c] / M + 1e-3);
        scale[c] = gamma[c] * invStd[c];
        shift[c] = beta[c] - mean[c] * scale[c];
      }
      norm.normalise(x, scale, shift, y, N);
      return dot(y, dy);
    };
    loss();
    const [dgamma, dbeta, a, b, c] = [channel(), channel(), channel(), channel(), channel()];
    norm.backwardParameters(x, dy, mean, invStd, dgamma, dbeta, N);
    // dx = gamma * invStd * (dy - dbeta / M - xhat * dgamma / M) with xhat = (x - mean) * invStd,
    // sorted by dy, x and 1.
    for (let k = 0; k < C; k++) {
      a[k] = scale[k];
      b[k] = (-scale[k] * invStd[k] * dgamma[k]) / M;
      c[k] = (-scale[k] * dbeta[k]) / M - b[k] * mean[k];
    }
    norm.backwardInput(x, dy, a, b, c, dx, N);
    expectGradient('dx', x, dx, loss, true);
    expectGradient('dgamma', gamma, dgamma, loss);
    expectGradient('dbeta', beta, dbeta, loss);
  });

  it('dense', () => {
    const [C, K] = [7, 5];
    const layer = kernels.dense({ C, K });
    const [x, dy] = [randomFlat(kernels, 1, N * C), randomFlat(kernels, 2, N * K)];
    const [weight, bias] = [randomFlat(kernels, 3, K * C), randomFlat(kernels, 4, K)];
    const [y, packed] = [kernels.allocate(N * K), kernels.allocate(layer.packedLength)];
    const loss = () => {
      layer.pack(weight, packed);
      layer.forward(x, packed, bias, y, N);
      return dot(y, dy);
    };
    const [dx, dw, db] = [kernels.allocate(N * C), kernels.allocate(K * C), kernels.allocate(K)];
    layer.backwardInput(dy, weight, dx, N);
    layer.backwardParameters(x, dy, dw, db, N);
    expectGradient('dx', x, dx, loss);
    expectGradient('dw', weight, dw, loss);
    expectGradient('db', bias, db, loss);
  });

  it('flatten', () => {
    const flatten = kernels.flatten(shape);
    const length = N * shape.H * shape.W * shape.C;
    const [x, dx] = [map(1, shape), output(shape)];
    const [dy, y] = [randomFlat(kernels, 2, length), kernels.allocate(length)];
    const loss = () => {
      flatten.forward(x, y, N);
      return dot(y, dy);
    };
    flatten.backward(dy, dx, N);
    expectGradient('dx', x, dx, loss, true);
  });

  it('globalAveragePool', () => {
    const pool = kernels.globalAveragePool(shape);
    const [x, dx] = [map(1, shape), output(shape)];
    const [dy, y] = [randomFlat(kernels, 2, N * shape.C), kernels.allocate(N * shape.C)];
    const loss = () => {
      pool.forward(x, y, N);
      return dot(y, dy);
    };
    pool.backward(dy, dx, N);
    expectGradient('dx', x, dx, loss, true);
  });

  it('dropout', () => {
    const dropout = kernels.dropout(30, 0.4);
    const [x, dy] = [randomFlat(kernels, 1, N * 30), randomFlat(kernels, 2, N * 30)];
    const [y, dx] = [kernels.allocate(N * 30), kernels.allocate(N * 30)];
    const loss = () => {
      dropout(x, y, 99, N);
      return dot(y, dy);
    };
    dropout(dy, dx, 99, N);
    expect(dx.filter((value) => value === 0).length).toBeGreaterThan(10);
    expectGradient('dx', x, dx, loss);
  });

  it('softmaxCrossEntropy', () => {
    const [n, K, scale] = [4, 10, 1 / 4];
    const logits = kernels.allocate(n * K);
    logits.set(uniform(1, n * K, 4));
    const [dlogits, unused] = [kernels.allocate(n * K), kernels.allocate(n * K)];
    softmaxCrossEntropy(logits, labels(0, n), dlogits, K, scale, n);
    expectGradient('dlogits', logits, dlogits, () => {
      return softmaxCrossEntropy(logits, labels(0, n), unused, K, scale, n).loss * scale;
    });
  });
});
