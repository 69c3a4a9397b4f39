import type { Architecture, LayerSpec } from '../../network/architecture.js';
import { layerDefinitions, layerTypes } from '../../network/layers/layerDefinitions.js';
import type { ConfigField } from './configField.js';

/** A larger input is a mistake or an attack: the maps of the layers would take gigabytes. */
const MAX_SIDE = 1024;

/**
 * The architecture in a config.json. Throws ModelFileError. It does not check whether the layers
 * fit together.
 */
export function readArchitecture(field: ConfigField): Architecture {
  const input = field.field('input');
  if (input.items().length !== 3) throw input.error('must be [height, width, 1]');
  const [height, width, channels] = input.items();
  return {
    name: field.field('name').string(),
    input: [height.wholeNumber(1, MAX_SIDE), width.wholeNumber(1, MAX_SIDE), channels.oneOf([1])],
    layers: field.field('layers').items().map(readLayer),
  };
}

function readLayer(layer: ConfigField): LayerSpec {
  return layerDefinitions[layer.field('type').oneOf(layerTypes)].read(layer);
}
