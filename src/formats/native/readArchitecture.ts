import { INPUT_SIDE } from '../../ink/pipeline.js';
import type { Architecture, LayerSpec } from '../../network/architecture.js';
import type { ConfigField } from './configField.js';

const LAYER_TYPES = [
  'conv2d',
  'batchNorm',
  'relu',
  'maxPool2d',
  'dropout',
  'flatten',
  'globalAveragePool',
  'dense',
] as const;
/** Wider layers are a mistake or an attack: their maps alone would take gigabytes. */
const MAX_WIDTH = 4096;

/** The architecture in a config.json. Throws ModelFileError; whether the layers fit together is `shapesOf`'s to say. */
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
  const type = layer.field('type').oneOf(LAYER_TYPES);
  switch (type) {
    case 'conv2d':
      return { type, filters: readWidth(layer.field('filters')), size: layer.field('size').oneOf([1, 3]) };
    case 'dense':
      return { type, units: readWidth(layer.field('units')) };
    case 'dropout':
      return { type, rate: layer.field('rate').share() };
    default:
      return { type };
  }
}

function readWidth(field: ConfigField): number {
  const width = field.wholeNumber(1);
  if (width > MAX_WIDTH) throw field.error(`must be at most ${MAX_WIDTH}`);
  return width;
}
