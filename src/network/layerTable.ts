import type { Architecture } from './architecture.js';
import { definitionOf } from './layers/layerDefinitions.js';
import { sizeOf } from './parameters.js';
import { shapesOf } from './shapes.js';

export interface LayerRow {
  /** `<layer index>.<layer type>`: the start of the names of its tensors. */
  readonly name: string;
  /** Its name in Keras, for instance `Conv2D`. */
  readonly type: string;
  /** Without N. */
  readonly output: readonly number[];
  readonly parameters: number;
  readonly multiplyAdds: number;
}

export interface LayerTable {
  readonly layers: readonly LayerRow[];
  /** Moved by gradients. */
  readonly trainable: number;
  /** Kept, but not moved by gradients: the running statistics of batch normalisation. */
  readonly nonTrainable: number;
  /** For one image. */
  readonly multiplyAdds: number;
}

/** The size of each layer and of the whole network. */
export function layerTable(architecture: Architecture): LayerTable {
  const shapes = shapesOf(architecture);
  const layers = shapes.map(({ layer, output, parameters, multiplyAdds }, index) => ({
    name: `${index}.${layer.type}`,
    type: definitionOf(layer).kerasName,
    output,
    parameters: sum(parameters.map(({ shape }) => sizeOf(shape))),
    multiplyAdds,
  }));
  const trainedParameters = shapes.flatMap(({ parameters }) => parameters.filter(({ trained }) => trained));
  const trainable = sum(trainedParameters.map(({ shape }) => sizeOf(shape)));
  return {
    layers,
    trainable,
    nonTrainable: sum(layers.map(({ parameters }) => parameters)) - trainable,
    multiplyAdds: sum(layers.map(({ multiplyAdds }) => multiplyAdds)),
  };
}

function sum(values: readonly number[]): number {
  return values.reduce((a, b) => a + b, 0);
}
