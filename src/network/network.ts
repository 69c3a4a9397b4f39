import type { Floats, Kernels } from '../kernels/kernels.js';
import { dropoutHash } from '../kernels/dropoutHash.js';
import { softmaxCrossEntropy } from '../kernels/softmaxCrossEntropy.js';
import type { Architecture } from './architecture.js';
import { buildLayers, needsWholeBatch } from './buildLayers.js';
import { activationLength, type Layer, type LayerContext, type Mode } from './layers/layer.js';
import { allocateParameters, type Parameters } from './parameters.js';
import { type Crew, Program, type Slice } from './program.js';
import { shapesOf } from './shapes.js';

/**
 * Images of a slice that go through all layers together. Small pieces stay in a core's cache; 8 was
 * 5 % faster than 16, and than 4.
 */
const PIECE = 8;

export interface NetworkOptions {
  readonly kernels: Kernels;
  /** The most images of one call. */
  readonly batch: number;
  /** Images per slice; the gradient is a sum over the slices. @default 16 */
  readonly sliceSize?: number;
  /** @default 1 */
  readonly threads?: number;
  /** Whether there will be backward passes. @default false */
  readonly training?: boolean;
  /** Changes the inputs [n, H, W] of a slice, in place, before `train` or `measure` reads them. */
  readonly augment?: (inputs: Uint8Array, slice: Slice, mode: 'train' | 'measure') => void;
  /** The loss to minimise. @default softmaxCrossEntropy */
  readonly loss?: Loss;
}

/**
 * The loss of one slice, or a piece of it: reads logits [n, K] and labels [n], writes dlogits [n,
 * K] times `scale`, and returns the sum of the losses and the number of right answers.
 */
export type Loss = (
  logits: Floats,
  labels: Uint8Array,
  dlogits: Floats,
  K: number,
  scale: number,
  slice: Slice,
) => { loss: number; correct: number };

/**
 * A network in the kernels' memory: write `inputs` (and `labels`), run a program, read `logits`.
 */
export interface Network {
  readonly architecture: Architecture;
  readonly parameters: Parameters;
  readonly sliceSize: number;
  /** [batch, H, W] bytes, 0 = paper, 255 = ink. */
  readonly inputs: Uint8Array;
  /** [batch], 0..K-1. */
  readonly labels: Uint8Array;
  /** [batch, K], written by `predict`. */
  readonly logits: Floats;
  /** [slices, 2]: sum of the losses, number of right answers; written by `train`. */
  readonly results: Float64Array;
  /** [2]: a seed and the number of the step, from which dropout draws. */
  readonly randomState: Int32Array;
  readonly predict: Program;
  /**
   * Forward, loss and backward: one gradient per slice. More stages may be added. Empty in
   * inference.
   */
  readonly train: Program;
  /**
   * Forward with the statistics of the batch. The running statistics of batch normalisation become
   * the mean over `measured` batches. Empty in inference.
   */
  readonly measure: Program;
  /** [1]: 1, 2, ..., the number of the batch that `measure` runs on next. */
  readonly measured: Int32Array;
  /** [1]: number of images of the running step, by which the gradient is averaged. */
  readonly count: Int32Array;
  run(program: Program, crew: Crew, n: number): void;
}

export function buildNetwork(architecture: Architecture, options: NetworkOptions): Network {
  const { kernels, batch, sliceSize = 16, threads = 1, training = false } = options;
  const { loss = crossEntropy, augment } = options;
  const slices = Math.ceil(batch / sliceSize);
  const lanesBySlice = training && needsWholeBatch(architecture);
  const lanes = lanesBySlice ? slices : threads;
  const laneImages = lanesBySlice ? sliceSize : Math.min(PIECE, sliceSize);
  const [H, W, channels] = architecture.input;
  if (channels !== 1) {
    throw new RangeError(`architecture ${architecture.name}: input must have one channel. Received ${channels}.`);
  }
  const outputShape = shapesOf(architecture).at(-1)?.output ?? [];
  if (outputShape.length !== 1) throw new RangeError(`architecture ${architecture.name} must end in a dense layer.`);
  const K = outputShape[0];

  const parameters = allocateParameters(architecture, kernels, training ? slices : 0);
  const inputs = kernels.allocateBytes(batch * H * W);
  const labels = kernels.allocateBytes(batch);
  const logits = kernels.allocate(batch * K);
  const results = kernels.allocateDoubles(slices * 2);
  const randomState = kernels.allocateIntegers(2);
  const count = kernels.allocateIntegers(1);
  const measured = kernels.allocateIntegers(1);
  const perLane = (length: number): Floats[] => Array.from({ length: lanes }, () => kernels.allocate(length));
  const input = perLane(laneImages * activationLength(architecture.input));
  const outputGradient = training ? perLane(laneImages * K) : [];
  const contextOf = (index: number): LayerContext => ({
    kernels,
    lanes,
    sliceSize: laneImages,
    slices,
    training,
    index,
    parameter: (what) => parameters.named(`${index}.${architecture.layers[index].type}.${what}`),
    measured: () => measured[0],
    randomKey: () => dropoutHash(dropoutHash(randomState[0] ^ Math.imul(randomState[1], 0x9e3779b1)) + index),
  });
  const layers = buildLayers(architecture, input, contextOf);
  const output = layers.at(-1)?.output ?? [];
  const toInput = kernels.fromBytes({ H, W });

  const begin = (program: Program, mode: Mode): void => {
    program.once(() => {
      if (parameters.changed[0] !== 0) for (const layer of layers) layer.prepare?.();
      parameters.changed[0] = mode === 'predict' ? 0 : 1; // the others change the statistics of batch normalisation
    });
    program.eachSlice((slice) => {
      const { lane, first, n } = slice;
      const bytes = inputs.subarray(first * H * W, (first + n) * H * W);
      if (mode !== 'predict') augment?.(bytes, slice, mode);
      toInput(bytes, input[lane], n);
    });
  };
  const predict = new Program();
  begin(predict, 'predict');
  for (const layer of layers) layer.forward(predict, 'predict');
  predict.eachSlice(({ lane, first, n }) => {
    logits.set(output[lane].subarray(0, n * K), first * K);
  });

  const train = new Program();
  const measure = new Program();
  if (training) {
    begin(measure, 'measure');
    for (const layer of layers) layer.forward(measure, 'measure');

    begin(train, 'train');
    train.eachSlice(({ index, first }) => {
      if (first % sliceSize !== 0) return; // later pieces of the slice add to the first
      parameters.sliceGradients.fill(0, index * parameters.length, (index + 1) * parameters.length);
      results.fill(0, index * 2, index * 2 + 2);
    });
    for (const layer of layers) layer.forward(train, 'train');
    train.eachSlice((slice) => {
      const { index, lane, first, n } = slice;
      const of = labels.subarray(first, first + n);
      const result = loss(output[lane], of, outputGradient[lane], K, 1 / count[0], slice);
      results[index * 2] += result.loss;
      results[index * 2 + 1] += result.correct;
    });
    addBackward(train, layers, outputGradient);
  }

  return {
    architecture,
    parameters,
    sliceSize,
    inputs,
    labels,
    logits,
    results,
    randomState,
    count,
    predict,
    train,
    measure,
    measured,
    run(program, crew, n) {
      program.run(crew, n, { sliceSize, laneImages, lanesBySlice });
    },
  };
}

const crossEntropy: Loss = (logits, labels, dlogits, K, scale, { n }) =>
  softmaxCrossEntropy(logits, labels, dlogits, K, scale, n);

function addBackward(program: Program, layers: readonly Layer[], outputGradient: readonly Floats[]): void {
  let gradient = outputGradient;
  for (const layer of [...layers].reverse()) {
    layer.backward(program, gradient);
    gradient = layer.inputGradient;
  }
}
