import type { Floats } from '../../kernels/kernels.js';
import { allocateActivations, checkMap, type Layer, type LayerContext, type LayerDefinition } from './layer.js';

/** Added to the variance against division by zero. PyTorch's default is 1e-5, Keras' is 1e-3. */
export const BATCH_NORM_EPSILON = 1e-5;
/** Share of a new batch in the running mean and variance, as PyTorch defines it. */
const MOMENTUM = 0.1;

/**
 * Batch normalisation over N, H and W for each channel (Ioffe & Szegedy 2015, arXiv:1502.03167). In
 * training the statistics are those of the whole batch; in prediction they are the running ones.
 */
export interface BatchNormSpec {
  readonly type: 'batchNorm';
}

export const batchNormLayer: LayerDefinition<BatchNormSpec> = {
  kerasName: 'BatchNormalization',
  needsWholeBatch: true,
  read: () => ({ type: 'batchNorm' }),
  shape(_, input, fail) {
    checkMap(input, fail);
    const [H, W, C] = input;
    return {
      output: input,
      parameters: [
        { what: 'weight', shape: [C], trained: true, initial: 1 },
        { what: 'bias', shape: [C], trained: true, initial: 0 },
        { what: 'mean', shape: [C], trained: false, initial: 0 },
        { what: 'variance', shape: [C], trained: false, initial: 1 },
      ],
      multiplyAdds: H * W * C,
    };
  },
  build,
};

/**
 * x, y [N, H, W, C] framed. Each slice finds its own statistics, and they are combined in the order
 * of the slices. The running variance is the unbiased one.
 */
function build(context: LayerContext, x: readonly Floats[], input: readonly number[]): Layer {
  const { kernels, training, slices } = context;
  const [H, W, C] = input;
  const kernel = kernels.batchNorm({ H, W, C });
  const gamma = context.parameter('weight');
  const beta = context.parameter('bias');
  const runningMean = context.parameter('mean').value;
  const runningVariance = context.parameter('variance').value;
  const vector = (): Floats => kernels.allocate(C);
  const output = allocateActivations(context, input);
  const inputGradient = training ? allocateActivations(context, input) : [];
  const sliceMeans = Array.from({ length: training ? slices : 0 }, vector);
  const sliceM2s = Array.from({ length: training ? slices : 0 }, vector);
  const [mean, invStd, scale, shift, a, b, c] = Array.from({ length: 7 }, vector);

  /** scale and shift such that x * scale + shift = gamma * (x - mean) * invStd + beta. */
  const setScaleAndShift = (channel: number, center: number, variance: number): void => {
    const inverse = 1 / Math.sqrt(variance + BATCH_NORM_EPSILON);
    mean[channel] = center;
    invStd[channel] = inverse;
    scale[channel] = gamma.value[channel] * inverse;
    shift[channel] = beta.value[channel] - center * gamma.value[channel] * inverse;
  };

  return {
    output,
    inputGradient,
    // Not a stage of `predict`: lanes that many slices share keep nothing from one stage to the
    // next.
    prepare() {
      for (let k = 0; k < C; k++) setScaleAndShift(k, runningMean[k], runningVariance[k]);
    },
    forward(program, mode) {
      if (mode !== 'predict') {
        program.eachSlice(({ index, lane, n }) => {
          kernel.statistics(x[lane], sliceMeans[index], sliceM2s[index], n);
        });
        program.once((batch) => {
          const share = mode === 'train' ? MOMENTUM : 1 / context.measured();
          for (let k = 0; k < C; k++) {
            // Chan, Golub & LeVeque 1979, "Updating formulae and a pairwise algorithm for computing
            // sample variances", eq. 2.1.
            let count = 0;
            let center = 0;
            let m2 = 0;
            for (const { index, n } of batch) {
              const cells = n * H * W;
              const delta = sliceMeans[index][k] - center;
              m2 += sliceM2s[index][k] + (delta * delta * count * cells) / (count + cells);
              center += (delta * cells) / (count + cells);
              count += cells;
            }
            setScaleAndShift(k, center, m2 / count);
            runningMean[k] += share * (center - runningMean[k]);
            runningVariance[k] += share * (m2 / Math.max(1, count - 1) - runningVariance[k]);
          }
        });
      }
      program.eachSlice(({ lane, n }) => {
        kernel.normalise(x[lane], scale, shift, output[lane], n);
      });
    },
    backward(program, dy) {
      program.eachSlice(({ index, lane, n }) => {
        kernel.backwardParameters(x[lane], dy[lane], mean, invStd, gamma.gradient(index), beta.gradient(index), n);
      });
      program.once((batch) => {
        const cells = batch.reduce((sum, { n }) => sum + n * H * W, 0);
        for (let k = 0; k < C; k++) {
          let dgamma = 0;
          let dbeta = 0;
          for (const { index } of batch) {
            dgamma += gamma.gradient(index)[k];
            dbeta += beta.gradient(index)[k];
          }
          // dx = gamma * invStd * (dy - dbeta / M - xhat * dgamma / M), sorted by dy, x and
          // constants.
          const factor = gamma.value[k] * invStd[k];
          a[k] = factor;
          b[k] = (-factor * invStd[k] * dgamma) / cells;
          c[k] = (-factor * dbeta) / cells - b[k] * mean[k];
        }
      });
      if (inputGradient.length > 0) {
        program.eachSlice(({ lane, n }) => {
          kernel.backwardInput(x[lane], dy[lane], a, b, c, inputGradient[lane], n);
        });
      }
    },
  };
}
