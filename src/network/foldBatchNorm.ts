import type { Architecture, LayerSpec } from './architecture.js';
import { BATCH_NORM_EPSILON } from './layers/batchNorm.js';
import { sizeOf } from './parameters.js';
import { type LayerShape, shapesOf } from './shapes.js';

export interface FoldedNetwork {
  readonly architecture: Architecture;
  readonly tensors: ReadonlyMap<string, Float32Array>;
}

/**
 * The same function of the input with fewer layers, for prediction: a batch normalisation right
 * behind a convolution scales and shifts the filters instead (Jacob et al. 2018, arXiv:1712.05877,
 * section 3.2). It is computed in double precision and rounded once; tensors that do not change are
 * shared with `tensors`.
 *
 * Throws RangeError if a tensor is missing or has another size than the architecture gives it.
 */
export function foldBatchNorm(architecture: Architecture, tensors: ReadonlyMap<string, Float32Array>): FoldedNetwork {
  const shapes = shapesOf(architecture);
  const layers: LayerSpec[] = [];
  const folded = new Map<string, Float32Array>();
  for (const [index, { layer, parameters }] of shapes.entries()) {
    const own = parameters.map(({ name, shape }) => tensorOf(tensors, name, shape));
    if (layer.type === 'batchNorm' && index > 0 && shapes[index - 1].layer.type === 'conv2d') {
      const convolution = `${layers.length - 1}.conv2d`;
      const [weight, bias] = normalised(shapes[index - 1], tensors, own);
      folded.set(`${convolution}.weight`, weight).set(`${convolution}.bias`, bias);
      continue;
    }
    // Tensors are named after the index of their layer, which may have changed.
    for (const [i, { name }] of parameters.entries()) {
      folded.set(`${layers.length}${name.slice(name.indexOf('.'))}`, own[i]);
    }
    layers.push(layer);
  }
  return { architecture: { ...architecture, layers }, tensors: folded };
}

/** The convolution's weight [K, size, size, C] and bias [K], with the normalisation in them. */
function normalised(
  { parameters: [weightShape, biasShape] }: LayerShape,
  tensors: ReadonlyMap<string, Float32Array>,
  [gamma, beta, mean, variance]: readonly Float32Array[],
): [weight: Float32Array, bias: Float32Array] {
  const weight = tensorOf(tensors, weightShape.name, weightShape.shape);
  const bias = tensorOf(tensors, biasShape.name, biasShape.shape);
  const scale = Float64Array.from(gamma, (factor, k) => factor / Math.sqrt(variance[k] + BATCH_NORM_EPSILON));
  const filterLength = weight.length / bias.length;
  return [
    weight.map((value, i) => value * scale[Math.floor(i / filterLength)]),
    bias.map((value, k) => (value - mean[k]) * scale[k] + beta[k]),
  ];
}

function tensorOf(tensors: ReadonlyMap<string, Float32Array>, name: string, shape: readonly number[]): Float32Array {
  const tensor = tensors.get(name);
  if (tensor?.length === sizeOf(shape)) return tensor;
  throw new RangeError(
    `tensor ${name} must have ${sizeOf(shape)} values [${shape.join(', ')}]. Received ${tensor?.length ?? 'none'}.`,
  );
}
