import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import type { Floats, Kernels, MapShape } from '../../src/kernels/kernels.js';
import { createReferenceKernels } from '../../src/kernels/reference/referenceKernels.js';
import { softmaxCrossEntropy } from '../../src/kernels/softmaxCrossEntropy.js';
import { expectClose } from '../support/expectClose.js';
import { readInside, writeInside } from '../support/framed.js';
import { labels, uniform } from '../golden/pytorchFormula.js';

// Compares the reference with PyTorch's answers. The other implementations are compared with the
// reference in kernels.case.ts.

interface Sizes extends MapShape {
  readonly N: number;
  readonly K: number;
}
type Answers<Name extends string> = Readonly<Record<Name, number[]>>;
interface Layers {
  readonly conv2d: readonly (Sizes & { readonly size: 1 | 3 } & Answers<'y' | 'dx' | 'dw' | 'db'>)[];
  readonly convReluPool: readonly (Sizes & Answers<'y' | 'dx' | 'dw' | 'db'>)[];
  readonly batchNorm: readonly (Sizes & { readonly epsilon: number; readonly momentum: number } & Answers<
      'y' | 'dx' | 'dgamma' | 'dbeta' | 'runningMean' | 'runningVariance' | 'yEvaluation'
    >)[];
  readonly dense: readonly (Sizes & Answers<'y' | 'dx' | 'dw' | 'db'>)[];
  readonly crossEntropy: readonly (Pick<Sizes, 'N' | 'K'> & {
    readonly limit: number;
    readonly loss: number;
    readonly correct: number;
  } & Answers<'dlogits'>)[];
}
interface Optimiser {
  readonly options: {
    readonly lr: number;
    readonly weight_decay: number;
    readonly betas: [number, number];
    readonly eps: number;
    readonly momentum: number;
  };
  readonly length: number;
  readonly parameters: readonly number[][];
}

const layers = readGolden('layers') as Layers;
const optimisers = readGolden('optimisers') as Record<'adam' | 'adamW' | 'sgd', Optimiser>;

for (const precision of ['float64', 'float32'] as const) {
  const kernels = createReferenceKernels({ precision });
  const tolerance = precision === 'float64' ? { atol: 1e-9, rtol: 1e-9 } : { atol: 2e-6, rtol: 2e-6 };
  const close = (name: string, actual: Floats, expected: number[]) => {
    expectClose(name, actual, expected, tolerance);
  };

  describe(`reference ${precision} against PyTorch`, () => {
    it.each(layers.conv2d)('conv2d $N x $H x $W x $C -> $K, filter $size', (golden) => {
      const { N, H, W, C, K, size } = golden;
      const conv = kernels.conv2d({ H, W, C, K, size });
      const [x, dy] = [framed(kernels, 1_000_000, golden, N), framed(kernels, 4_000_000, { H, W, C: K }, N)];
      const packed = kernels.allocate(conv.packedLength);
      conv.pack(filled(kernels, 2_000_000, golden.dw.length), packed);
      const [y, dx] = [framed(kernels, 0, { H, W, C: K }, N), framed(kernels, 0, golden, N)];
      const [dw, db] = [kernels.allocate(golden.dw.length), kernels.allocate(K)];
      conv.forward(x, packed, filled(kernels, 3_000_000, K), y, N);
      conv.backwardInput(dy, packed, dx, N);
      conv.backwardParameters(x, dy, dw, db, N);
      close('y', readInside(y, { H, W, C: K }, N), golden.y);
      close('dx', readInside(dx, golden, N), golden.dx);
      close('dw', dw, golden.dw);
      close('db', db, golden.db);
    });

    it.each(layers.convReluPool)('convReluPool $N x $H x $W x $C -> $K', (golden) => {
      const { N, H, W, C, K } = golden;
      const conv = kernels.convReluPool({ H, W, C, K });
      const pooled = { H: Math.floor(H / 2), W: Math.floor(W / 2), C: K };
      const [x, dy] = [framed(kernels, 1_000_000, golden, N), framed(kernels, 4_000_000, pooled, N)];
      const weight = filled(kernels, 2_000_000, golden.dw.length);
      const packed = kernels.allocate(conv.packedLength);
      conv.pack(weight, packed);
      const [y, dx] = [framed(kernels, 0, pooled, N), framed(kernels, 0, golden, N)];
      const winner = kernels.allocateIntegers(golden.y.length);
      const [dw, db] = [kernels.allocate(golden.dw.length), kernels.allocate(K)];
      conv.forward(x, packed, filled(kernels, 3_000_000, K), y, winner, N);
      conv.backwardInput(dy, winner, weight, dx, N);
      conv.backwardParameters(x, dy, winner, dw, db, N);
      close('y', readInside(y, pooled, N), golden.y);
      close('dx', readInside(dx, golden, N), golden.dx);
      close('dw', dw, golden.dw);
      close('db', db, golden.db);
    });

    it.each(layers.batchNorm)('batchNorm $N x $H x $W x $C, training and evaluation', (golden) => {
      const { N, H, W, C } = golden;
      const norm = kernels.batchNorm(golden);
      const channel = () => kernels.allocate(C);
      const M = N * H * W;
      const [x, dy] = [framed(kernels, 1_000_000, golden, N), framed(kernels, 4_000_000, golden, N)];
      const [gamma, beta] = [filled(kernels, 2_000_000, C), filled(kernels, 3_000_000, C)];
      const [mean, m2, dgamma, dbeta] = [channel(), channel(), channel(), channel()];
      norm.statistics(x, mean, m2, N);
      const invStd = channel().map((_, c) => 1 / Math.sqrt(m2[c] / M + golden.epsilon));
      const scale = channel().map((_, c) => gamma[c] * invStd[c]);
      const shift = channel().map((_, c) => beta[c] - mean[c] * scale[c]);
      const [y, dx] = [framed(kernels, 0, golden, N), framed(kernels, 0, golden, N)];
      norm.normalise(x, scale, shift, y, N);
      close('y', readInside(y, golden, N), golden.y);

      norm.backwardParameters(x, dy, mean, invStd, dgamma, dbeta, N);
      const b = channel().map((_, c) => (-scale[c] * invStd[c] * dgamma[c]) / M);
      const c = channel().map((_, k) => (-scale[k] * dbeta[k]) / M - b[k] * mean[k]);
      norm.backwardInput(x, dy, scale, b, c, dx, N);
      close('dgamma', dgamma, golden.dgamma);
      close('dbeta', dbeta, golden.dbeta);
      close('dx', readInside(dx, golden, N), golden.dx);

      // PyTorch's running variance uses the unbiased variance, m2 / (M - 1); the layer itself
      // normalises by m2 / M.
      const runningMean = channel().map((_, k) => golden.momentum * mean[k]);
      const runningVariance = channel().map((_, k) => 1 - golden.momentum + (golden.momentum * m2[k]) / (M - 1));
      close('running mean', runningMean, golden.runningMean);
      close('running variance', runningVariance, golden.runningVariance);
      const scaleRead = channel().map((_, k) => gamma[k] / Math.sqrt(runningVariance[k] + golden.epsilon));
      const shiftRead = channel().map((_, k) => beta[k] - runningMean[k] * scaleRead[k]);
      norm.normalise(x, scaleRead, shiftRead, y, N);
      close('y in evaluation', readInside(y, golden, N), golden.yEvaluation);
    });

    it.each(layers.dense)('dense $N x $C -> $K', (golden) => {
      const { N, C, K } = golden;
      const layer = kernels.dense({ C, K });
      const [x, dy] = [filled(kernels, 1_000_000, N * C), filled(kernels, 4_000_000, N * K)];
      const weight = filled(kernels, 2_000_000, K * C);
      const packed = kernels.allocate(layer.packedLength);
      layer.pack(weight, packed);
      const [y, dx] = [kernels.allocate(N * K), kernels.allocate(N * C)];
      const [dw, db] = [kernels.allocate(K * C), kernels.allocate(K)];
      layer.forward(x, packed, filled(kernels, 3_000_000, K), y, N);
      layer.backwardInput(dy, weight, dx, N);
      layer.backwardParameters(x, dy, dw, db, N);
      close('y', y, golden.y);
      close('dx', dx, golden.dx);
      close('dw', dw, golden.dw);
      close('db', db, golden.db);
    });

    it.each(layers.crossEntropy)('softmaxCrossEntropy $N x $K', (golden) => {
      const { N, K } = golden;
      const logits = kernels.allocate(N * K);
      logits.set(uniform(1_000_000, N * K, golden.limit));
      const dlogits = kernels.allocate(N * K);
      const { loss, correct } = softmaxCrossEntropy(logits, labels(0, N), dlogits, K, 1 / N, N);
      expect(loss / N).toBeCloseTo(golden.loss, 12);
      expect(correct).toBe(golden.correct);
      close('dlogits', dlogits, golden.dlogits);
    });

    it.each(['adam', 'adamW'] as const)('%s, 10 steps', (name) => {
      const { options, length, parameters: history } = optimisers[name];
      const [beta1, beta2] = options.betas;
      const parameters = filled(kernels, 1_000_000, length);
      const [m, v] = [kernels.allocate(length), kernels.allocate(length)];
      history.forEach((expected, step) => {
        const gradients = filled(kernels, 2_000_000 + step * length, length);
        const [correction1, correction2] = [1 - beta1 ** (step + 1), 1 - beta2 ** (step + 1)];
        const shared = { rate: options.lr, epsilon: options.eps, decay: options.weight_decay };
        kernels.adam(parameters, gradients, m, v, { ...shared, beta1, beta2, correction1, correction2 }, 0, length);
        close(`parameters after step ${step + 1}`, parameters, expected);
      });
    });

    it('sgd with momentum and weight decay, 10 steps', () => {
      const { options, length, parameters: history } = optimisers.sgd;
      const parameters = filled(kernels, 1_000_000, length);
      const velocity = kernels.allocate(length);
      history.forEach((expected, step) => {
        const gradients = filled(kernels, 2_000_000 + step * length, length);
        const { lr: rate, momentum, weight_decay: decay } = options;
        kernels.sgd(parameters, gradients, velocity, { rate, momentum, decay }, 0, length);
        close(`parameters after step ${step + 1}`, parameters, expected);
      });
    });
  });
}

function readGolden(name: string): unknown {
  return JSON.parse(readFileSync(new URL(`../golden/pytorch-${name}.json`, import.meta.url), 'utf8'));
}

function filled(kernels: Kernels, key: number, length: number): Floats {
  const array = kernels.allocate(length);
  array.set(uniform(key, length));
  return array;
}

/** A framed map of n images, filled by the formula except for the frames. */
function framed(kernels: Kernels, key: number, shape: MapShape, n: number): Floats {
  const map = kernels.allocate(n * (shape.H + 2) * (shape.W + 2) * shape.C);
  writeInside(map, shape, uniform(key, n * shape.H * shape.W * shape.C), n);
  return map;
}
