import type { Floats } from '../kernels/kernels.js';
import type { Architecture } from './architecture.js';
import { batchNorm } from './layers/batchNorm.js';
import { conv2d } from './layers/conv2d.js';
import { convReluPool } from './layers/convReluPool.js';
import { dense } from './layers/dense.js';
import { dropout } from './layers/dropout.js';
import { flatten } from './layers/flatten.js';
import { globalAveragePool } from './layers/globalAveragePool.js';
import type { Layer, LayerContext } from './layers/layer.js';
import { maxPool2d } from './layers/maxPool2d.js';
import { relu } from './layers/relu.js';
import { shapesOf } from './shapes.js';

/** Builds the layers of an architecture one behind the other, from `input`, one framed map a lane. */
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
      built = convReluPool(context, x, shape, layer.filters);
      index += 2;
    } else if (layer.type === 'conv2d') built = conv2d(context, x, shape, layer);
    else if (layer.type === 'batchNorm') built = batchNorm(context, x, shape);
    else if (layer.type === 'relu') built = relu(context, x, shape);
    else if (layer.type === 'maxPool2d') built = maxPool2d(context, x, shape);
    else if (layer.type === 'dropout') built = dropout(context, x, shape, layer.rate);
    else if (layer.type === 'flatten') built = flatten(context, x, shape);
    else if (layer.type === 'globalAveragePool') built = globalAveragePool(context, x, shape);
    else built = dense(context, x, shape[0], layer.units);
    layers.push(built);
    x = built.output;
  }
  return layers;
}

function isReluThenPool({ layers }: Architecture, index: number): boolean {
  return layers.length > index + 1 && layers[index].type === 'relu' && layers[index + 1].type === 'maxPool2d';
}

/** Whether a layer needs the whole batch before it can go on, so that every slice must keep its own activations. */
export function needsWholeBatch({ layers }: Architecture): boolean {
  return layers.some(({ type }) => type === 'batchNorm');
}
