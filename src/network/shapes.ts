import type { Architecture, LayerSpec } from './architecture.js';
import type { LayerEffect, LayerParameter } from './layers/layer.js';
import { definitionOf } from './layers/layerDefinitions.js';

export interface ParameterShape extends Omit<LayerParameter, 'what'> {
  /** Unique in the network: `<layer index>.<layer type>.<what>`, for instance `0.conv2d.weight`. */
  readonly name: string;
}

export interface LayerShape extends Omit<LayerEffect, 'parameters'> {
  readonly layer: LayerSpec;
  /** Without N: [height, width, channels] of a map, or [units] after a flatten. */
  readonly input: readonly number[];
  readonly parameters: readonly ParameterShape[];
}

/**
 * What each layer makes of its input. Throws RangeError if layers do not fit together, naming the
 * layer.
 */
export function shapesOf(architecture: Architecture): readonly LayerShape[] {
  const shapes: LayerShape[] = [];
  let input: readonly number[] = architecture.input;
  for (const [index, layer] of architecture.layers.entries()) {
    const shape = shapeOf(layer, index, input);
    shapes.push(shape);
    input = shape.output;
  }
  return shapes;
}

/** K, how many logits the network has: the last size of what its last layer makes. */
export function outputsOf(architecture: Architecture): number {
  return shapesOf(architecture).at(-1)?.output.at(-1) ?? 0;
}

function shapeOf(layer: LayerSpec, index: number, input: readonly number[]): LayerShape {
  const fail = (expected: string): RangeError =>
    new RangeError(`layer ${index} (${layer.type}): ${expected}. Received an input of [${input.join(', ')}].`);
  const { output, parameters, multiplyAdds } = definitionOf(layer).shape(layer, input, fail);
  return {
    layer,
    input,
    output,
    parameters: parameters.map(({ what, shape, trained, initial }) => ({
      name: `${index}.${layer.type}.${what}`,
      shape,
      trained,
      initial,
    })),
    multiplyAdds,
  };
}
