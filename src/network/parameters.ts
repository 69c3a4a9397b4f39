import type { Floats, Kernels } from '../kernels/kernels.js';
import type { Architecture } from './architecture.js';
import type { Parameter } from './layers/layer.js';
import { type ParameterShape, shapesOf } from './shapes.js';

/** Each tensor begins at a multiple of this many floats: a cache line. */
const ALIGNMENT = 16;

export type NamedParameter = Parameter & ParameterShape;

/** All tensors of a model. Those that are trained lie one behind the other in one array. */
export interface Parameters {
  readonly tensors: readonly NamedParameter[];
  /** [length], the trained tensors. */
  readonly values: Floats;
  /** [slices][length], one gradient per slice of the batch; empty in inference. */
  readonly sliceGradients: Floats;
  readonly length: number;
  /**
   * [1]: 1 after a change of any tensor, until everything derived from them is up to date again.
   */
  readonly changed: Int32Array;
  named(name: string): NamedParameter;
}

/**
 * Allocates the tensors of an architecture, all zero, with room for the gradients of `slices`
 * slices.
 */
export function allocateParameters(architecture: Architecture, kernels: Kernels, slices: number): Parameters {
  const shapes = shapesOf(architecture).flatMap(({ parameters }) => parameters);
  const offsets = new Map<string, number>();
  let length = 0;
  for (const { name, shape, trained } of shapes) {
    if (!trained) continue;
    offsets.set(name, length);
    length += Math.ceil(sizeOf(shape) / ALIGNMENT) * ALIGNMENT;
  }
  const values = kernels.allocate(length);
  const sliceGradients = kernels.allocate(slices * length);
  const tensors = shapes.map((parameter): NamedParameter => {
    const { name, shape } = parameter;
    const size = sizeOf(shape);
    const offset = offsets.get(name);
    if (offset === undefined) {
      const gradient = (): never => {
        throw new Error(`${name} is not trained and has no gradient.`);
      };
      return { ...parameter, value: kernels.allocate(size), gradient };
    }
    const gradients = Array.from({ length: slices }, (_, slice) =>
      sliceGradients.subarray(slice * length + offset, slice * length + offset + size),
    );
    return {
      ...parameter,
      value: values.subarray(offset, offset + size),
      gradient: (slice) => gradients[slice],
    };
  });
  const byName = new Map(tensors.map((tensor) => [tensor.name, tensor]));
  return {
    tensors,
    values,
    sliceGradients,
    length,
    changed: kernels.allocateIntegers(1),
    named(name) {
      const tensor = byName.get(name);
      if (tensor === undefined)
        throw new RangeError(`no parameter is called ${name}. There are: ${[...byName.keys()].join(', ')}.`);
      return tensor;
    },
  };
}

/** Number of values in a tensor. */
export function sizeOf(shape: readonly number[]): number {
  return shape.reduce((product, side) => product * side, 1);
}

/** The tensors as plain arrays, for a model file. */
export function copyTensors(parameters: Parameters): Map<string, Float32Array> {
  return new Map(parameters.tensors.map(({ name, value }) => [name, Float32Array.from(value)]));
}

/**
 * Sets every tensor. Throws RangeError if one is missing or has another size than the architecture
 * gives it.
 */
export function setTensors(parameters: Parameters, tensors: ReadonlyMap<string, ArrayLike<number>>): void {
  for (const { name, shape, value } of parameters.tensors) {
    const tensor = tensors.get(name);
    if (tensor?.length !== sizeOf(shape)) {
      throw new RangeError(
        `tensor ${name} must have ${sizeOf(shape)} values [${shape.join(', ')}]. Received ${tensor?.length ?? 'none'}.`,
      );
    }
    value.set(tensor);
  }
  parameters.changed[0] = 1;
}
