import type { LayerSpec } from '../architecture.js';
import { batchNormLayer } from './batchNorm.js';
import { conv2dLayer } from './conv2d.js';
import { denseLayer } from './dense.js';
import { dropoutLayer } from './dropout.js';
import { flattenLayer } from './flatten.js';
import { globalAveragePoolLayer } from './globalAveragePool.js';
import type { LayerDefinition } from './layer.js';
import { maxPool2dLayer } from './maxPool2d.js';
import { reluLayer } from './relu.js';

type LayerType = LayerSpec['type'];

/** Every type of layer. A type of `LayerSpec` that is missing here does not compile. */
export const layerDefinitions: {
  readonly [T in LayerType]: LayerDefinition<Extract<LayerSpec, { readonly type: T }>>;
} = {
  conv2d: conv2dLayer,
  batchNorm: batchNormLayer,
  relu: reluLayer,
  maxPool2d: maxPool2dLayer,
  dropout: dropoutLayer,
  flatten: flattenLayer,
  globalAveragePool: globalAveragePoolLayer,
  dense: denseLayer,
};

export const layerTypes = Object.keys(layerDefinitions) as readonly LayerType[];

/** The definition of a layer's type. Pass it only this layer, or another of the same type. */
export function definitionOf({ type }: LayerSpec): LayerDefinition<LayerSpec> {
  return layerDefinitions[type];
}
