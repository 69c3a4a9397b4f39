import type { Floats, Kernels } from '../../kernels/kernels.js';
import type { Program } from '../program.js';
import type { SpecField } from './specField.js';

/** One tensor of the model in the kernels' memory. */
export interface Parameter {
  readonly value: Floats;
  /**
   * Gradient of one slice of the batch; all zero when the work on the slice begins. Only in
   * training, and only for tensors that are trained.
   */
  gradient(slice: number): Floats;
}

/** What a layer needs to build itself. */
export interface LayerContext {
  readonly kernels: Kernels;
  /** Number of sets of activations. */
  readonly lanes: number;
  /** Images that a lane holds. */
  readonly sliceSize: number;
  /** The most slices a batch has. */
  readonly slices: number;
  /** False: there will be no backward pass, and nothing is allocated for it. */
  readonly training: boolean;
  /** The layer's place in the architecture. */
  readonly index: number;
  parameter(what: string): Parameter;
  /** 1, 2, ...: how many batches `measure` has been run on, the running one included. */
  measured(): number;
  /** A number that differs from step to step and from layer to layer, the same on every thread. */
  randomKey(): number;
}

/**
 * `measure` works as `predict` does, except that batch normalisation takes its statistics from the
 * batch.
 */
export type Mode = 'train' | 'predict' | 'measure';

/** One layer at work. It has one array per lane. */
export interface Layer {
  readonly output: readonly Floats[];
  /** Gradient of the input; empty in inference, and for the first layer. */
  readonly inputGradient: readonly Floats[];
  /**
   * Brings everything that is derived from the parameters up to date. Called at the start of each
   * program.
   */
  prepare?(): void;
  forward(program: Program, mode: Mode): void;
  backward(program: Program, outputGradient: readonly Floats[]): void;
}

/** One tensor of a layer, as its definition describes it. */
export interface LayerParameter {
  /** Unique in the layer, for instance `weight`. */
  readonly what: string;
  /** Of a weight, the first size is the number of outputs: [K, size, size, C] or [K, C]. */
  readonly shape: readonly number[];
  /** False for running statistics: part of the model, but not moved by gradients. */
  readonly trained: boolean;
  /**
   * Its values before training: all 0, all 1, or uniform in +-sqrt(6 / (fan in + fan out))
   * (Glorot & Bengio 2010, AISTATS, eq. 16).
   */
  readonly initial: 0 | 1 | 'glorot';
}

/** What a layer makes of its input. */
export interface LayerEffect {
  /** Without N: [height, width, channels] of a map, or [units]. */
  readonly output: readonly number[];
  readonly parameters: readonly LayerParameter[];
  /** For one image; a max-pool or an activation counts 0. */
  readonly multiplyAdds: number;
}

/**
 * All that the other code has to know of one type of layer. The table `layerDefinitions` holds
 * them.
 */
export interface LayerDefinition<Spec extends { readonly type: string }> {
  /** The name in Keras' summaries. */
  readonly kerasName: string;
  /**
   * Whether, in training, the layer needs the whole batch before the next layer can begin.
   * @default false
   */
  readonly needsWholeBatch?: boolean;
  /**
   * Whether the weights behind the layer fit only one width of the network's input.
   * @default false
   */
  readonly fixesWidth?: boolean;
  /** Reads the layer from a stored architecture. Throws an error that names the field. */
  read(field: SpecField): Spec;
  /** Throws `fail('input must be ...')` if the layer cannot take an input of this shape. */
  shape(spec: Spec, input: readonly number[], fail: (expected: string) => Error): LayerEffect;
  /** Builds the layer behind `x`, one array per lane; `input` is the shape of one image of it. */
  build(context: LayerContext, x: readonly Floats[], input: readonly number[], spec: Spec): Layer;
}

/** One array per lane. */
export function perLane<T>(context: LayerContext, allocate: () => T): T[] {
  return Array.from({ length: context.lanes }, allocate);
}

/** One array per lane for activations of this shape, or their gradients. */
export function allocateActivations(context: LayerContext, shape: readonly number[]): Floats[] {
  return perLane(context, () => context.kernels.allocate(context.sliceSize * activationLength(shape)));
}

/**
 * Floats of one image's activations: a map [H, W, C] has a frame around it, units [C] have none.
 */
export function activationLength(shape: readonly number[]): number {
  const [H, W, C] = shape;
  return shape.length === 3 ? (H + 2) * (W + 2) * C : H;
}

/** Throws if the shape is not that of a map. */
export function checkMap(input: readonly number[], fail: (expected: string) => Error): void {
  if (input.length !== 3) throw fail('input must be a map [height, width, channels]');
}
