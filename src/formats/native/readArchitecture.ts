import { INPUT_SIDE } from '../../ink/pipeline.js';
import type { Architecture, LayerSpec } from '../../network/architecture.js';
import { layerDefinitions, layerTypes } from '../../network/layers/layerDefinitions.js';
import type { ConfigField } from './configField.js';

/**
 * The architecture in a config.json. Throws ModelFileError. It does not check whether the layers
 * fit together.
 */
export function readArchitecture(field: ConfigField): Architecture {
  const input = field.field('input');
  const [H, W, C] = input.items().map((size) => size.wholeNumber(1));
  if (input.items().length !== 3 || H !== INPUT_SIDE || W !== INPUT_SIDE || C !== 1) {
    throw input.error(`must be [${INPUT_SIDE}, ${INPUT_SIDE}, 1]`);
  }
  return {
    name: field.field('name').string(),
    input: [H, W, C],
    layers: field.field('layers').items().map(readLayer),
  };
}

function readLayer(layer: ConfigField): LayerSpec {
  return layerDefinitions[layer.field('type').oneOf(layerTypes)].read(layer);
}
