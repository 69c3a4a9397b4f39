import type { Architecture, LayerSpec } from '../../src/network/architecture.js';
import { shapesOf } from '../../src/network/shapes.js';
import { uniform } from '../golden/pytorchFormula.js';

// Networks like those that are trained, but small enough for the reference, and weights and
// pictures for them.

const conv = (filters: number, size: 1 | 3 = 3): LayerSpec => ({ type: 'conv2d', filters, size });
const relu: LayerSpec = { type: 'relu' };
const pool: LayerSpec = { type: 'maxPool2d' };
const norm: LayerSpec = { type: 'batchNorm' };
const dense = (units: number): LayerSpec => ({ type: 'dense', units });

/**
 * For any width from 4 on: 3x3 and 1x1 filters with batch normalisation, with and without pooling,
 * and a mean over the whole map.
 */
export const pooledGlobally = (height: number, width = height): Architecture => ({
  name: 'pooled globally',
  input: [height, width, 1],
  layers: [
    ...[conv(8), norm, relu, pool],
    ...[conv(12, 1), norm, relu],
    ...[conv(16), norm, relu, pool],
    ...[conv(20), relu],
    ...[{ type: 'globalAveragePool' } as const, dense(16), relu, dense(10)],
  ],
});

/**
 * Without normalisation: the fused convolution, a 1x1 filter with its own pooling, two poolings in
 * a row, and a flat end.
 */
export const flattened = (side: number): Architecture => ({
  name: 'flattened',
  input: [side, side, 1],
  layers: [...[conv(12), relu, pool, conv(8, 1), relu, pool, pool, conv(4)], { type: 'flatten' }, dense(10)],
});

/**
 * Tensors of an architecture: weights that keep the magnitude of the activations, and statistics
 * near 0 and 1.
 */
export function madeTensors(architecture: Architecture): Map<string, Float32Array> {
  const parameters = shapesOf(architecture).flatMap((layer) => layer.parameters);
  return new Map(
    parameters.map(({ name, shape }, index) => {
      const length = shape.reduce((product, side) => product * side, 1);
      const values = uniform((index + 1) * 1_000_000, length);
      const limit = shape.length > 1 ? Math.sqrt((6 * shape[0]) / length) : 0.3;
      const center = name.endsWith('variance') || name.endsWith('batchNorm.weight') ? 1 : 0;
      return [name, Float32Array.from(values, (value) => value * limit + center)];
    }),
  );
}

/** Pictures [n, height, width] of bytes, all different. */
export function madePictures(n: number, [height, width]: readonly number[]): Uint8Array {
  return Uint8Array.from(uniform(77_000_000, n * height * width), (value) => Math.max(0, value) * 255);
}
