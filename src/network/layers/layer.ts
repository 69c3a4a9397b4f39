import type { Floats, Kernels } from '../../kernels/kernels.js';
import type { Program } from '../program.js';

/** One tensor of the model in the kernels' memory. */
export interface Parameter {
  readonly value: Floats;
  /** Gradient of one slice of the batch; all zero when the slice's work begins. Only in training, and only if trained. */
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
  /** False: no backward pass will be asked for, and nothing is allocated for it. */
  readonly training: boolean;
  /** The layer's place in the architecture. */
  readonly index: number;
  parameter(what: string): Parameter;
  /** 1, 2, ...: how many batches `measure` has been run on, the running one included. */
  measured(): number;
  /** A number that differs from step to step and from layer to layer, the same on every thread. */
  randomKey(): number;
}

/** `measure` works as `predict` does, except that batch normalisation takes its statistics from the batch. */
export type Mode = 'train' | 'predict' | 'measure';

/** One layer at work. Arrays come one a lane. */
export interface Layer {
  readonly output: readonly Floats[];
  /** Gradient of the input; empty in inference, and for the first layer. */
  readonly inputGradient: readonly Floats[];
  /** Brings everything that is derived from the parameters up to date. Called at the start of each program. */
  prepare?(): void;
  forward(program: Program, mode: Mode): void;
  backward(program: Program, outputGradient: readonly Floats[]): void;
}

/** One array a lane. */
export function perLane<T>(context: LayerContext, allocate: () => T): T[] {
  return Array.from({ length: context.lanes }, allocate);
}

/** Floats of `images` framed maps. */
export function framedLength(images: number, [H, W, C]: readonly number[]): number {
  return images * (H + 2) * (W + 2) * C;
}
