import type { Floats } from '../kernels/kernels.js';
import type { Architecture } from './architecture.js';
import { buildConvReluPool } from './layers/convReluPool.js';
import type { Layer, LayerContext } from './layers/layer.js';
import { definitionOf } from './layers/layerDefinitions.js';
import { shapesOf } from './shapes.js';

/**
 * Builds the layers of an architecture one behind the other, from `input`, one framed map per lane.
 */
export function buildLayers(
  architecture: Architecture,
  input: readonly Floats[],
  contextOf: (index: number) => LayerContext,
): Layer[] {
  const shapes = shapesOf(architecture);
  const layers: Layer[] = [];
  let x = input;
  for (let index = 0; index < shapes.length; index++) {
    const { layer, input: shape } = shapes[index];
    const context = contextOf(index);
    let built: Layer;
    if (layer.type === 'conv2d' && layer.size === 3 && isReluThenPool(architecture, index + 1)) {
      built = buildConvReluPool(context, x, shape, layer.filters);
      index += 2;
    } else built = definitionOf(layer).build(context, x, shape, layer);
    layers.push(built);
    x = built.output;
  }
  return layers;
}

function isReluThenPool({ layers }: Architecture, index: number): boolean {
  return layers.length > index + 1 && layers[index].type === 'relu' && layers[index + 1].type === 'maxPool2d';
}

/**
 * Whether a layer needs the whole batch before the next can begin, so that every slice must keep
 * its own activations.
 */
export function needsWholeBatch({ layers }: Architecture): boolean {
  return layers.some((layer) => definitionOf(layer).needsWholeBatch);
}
