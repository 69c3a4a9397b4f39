import type { Architecture, LayerSpec } from './architecture.js';

export interface ParameterShape {
  /** Unique in the network: `<layer index>.<layer type>.<what>`, for instance `0.conv2d.weight`. */
  readonly name: string;
  readonly shape: readonly number[];
  /** False for the running mean and variance of batch normalisation: part of the model, but not moved by gradients. */
  readonly trained: boolean;
}

export interface LayerShape {
  readonly layer: LayerSpec;
  /** Without N: [height, width, channels] of a map, or [units] after a flatten. */
  readonly input: readonly number[];
  readonly output: readonly number[];
  readonly parameters: readonly ParameterShape[];
  /** For one image; a max-pool or an activation counts 0. */
  readonly multiplyAdds: number;
}

/**
 * What each layer makes of its input. Throws RangeError where layers do not fit together, naming the layer.
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
  const name = (what: string): string => `${index}.${layer.type}.${what}`;
  const fail = (expected: string): RangeError =>
    new RangeError(`layer ${index} (${layer.type}): ${expected}. Received an input of [${input.join(', ')}].`);
  const trained = (what: string, ...shape: number[]): ParameterShape => ({ name: name(what), shape, trained: true });
  const running = (what: string, ...shape: number[]): ParameterShape => ({ name: name(what), shape, trained: false });
  const [H, W, C] = input;

  switch (layer.type) {
    case 'conv2d': {
      if (input.length !== 3) throw fail('input must be a map [height, width, channels]');
      const { filters: K, size } = layer;
      return {
        layer,
        input,
        output: [H, W, K],
        parameters: [trained('weight', K, size, size, C), trained('bias', K)],
        multiplyAdds: H * W * K * size * size * C,
      };
    }
    case 'maxPool2d':
      if (input.length !== 3 || H < 2 || W < 2) throw fail('input must be a map of at least 2x2');
      return { layer, input, output: [H >> 1, W >> 1, C], parameters: [], multiplyAdds: 0 };
    case 'batchNorm': {
      if (input.length !== 3) throw fail('input must be a map [height, width, channels]');
      const parameters = [trained('weight', C), trained('bias', C), running('mean', C), running('variance', C)];
      return { layer, input, output: input, parameters, multiplyAdds: H * W * C };
    }
    case 'flatten':
      if (input.length !== 3) throw fail('input must be a map [height, width, channels]');
      return { layer, input, output: [H * W * C], parameters: [], multiplyAdds: 0 };
    case 'globalAveragePool':
      if (input.length !== 3) throw fail('input must be a map [height, width, channels]');
      return { layer, input, output: [C], parameters: [], multiplyAdds: 0 };
    case 'dense': {
      if (input.length !== 1) throw fail('input must be flat: put a flatten or a globalAveragePool before it');
      const { units: K } = layer;
      const parameters = [trained('weight', K, input[0]), trained('bias', K)];
      return { layer, input, output: [K], parameters, multiplyAdds: K * input[0] };
    }
    case 'relu':
    case 'dropout':
      return { layer, input, output: input, parameters: [], multiplyAdds: 0 };
  }
}
