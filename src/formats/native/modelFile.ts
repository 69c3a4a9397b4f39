// A model is two files: `config.json`, which a person can read, and `model.safetensors`, the
// weights.

import { CONFIG_FILE, WEIGHTS_FILE } from './fileNames.js';
import { ModelFileError } from '../../errors.js';
import type { Architecture } from '../../network/architecture.js';
import { formatModelConfig, parseModelConfig, type ModelConfig } from './modelConfig.js';
import { readSafetensors, writeSafetensors, type Tensor } from '../encodings/safetensors.js';
import { shapesOf, type LayerShape } from '../../network/shapes.js';
import { restoreTensors, storeTensors, type WeightType } from './storedTensors.js';

export interface Model {
  readonly config: ModelConfig;
  /** Each parameter that `shapesOf(config.architecture)` names, flat, row-major. */
  readonly tensors: ReadonlyMap<string, Float32Array>;
}

/**
 * A model from the text of its config.json and the bytes of its model.safetensors. Throws
 * ModelFileError if either is damaged or the two do not belong together: a tensor is missing, has
 * another shape, or is not in the architecture.
 */
export function parseModel(configText: string, weights: Uint8Array): Model {
  const config = parseModelConfig(configText);
  const layers = checkedShapes(config);
  const tensors = restoreTensors(readSafetensors(weights).tensors);
  const expected = layers.flatMap((layer) => layer.parameters);
  for (const { name, shape } of expected) checkTensor(name, shape, tensors.get(name));
  const known = new Set(expected.map(({ name }) => name));
  for (const name of tensors.keys()) {
    if (!known.has(name)) {
      throw new ModelFileError(
        `model file: must hold only the tensors of the architecture: ${[...known].join(', ')}. Received ${name} too.`,
      );
    }
  }
  return { config, tensors: new Map([...tensors].map(([name, { data }]) => [name, data])) };
}

export interface SerialiseOptions {
  /**
   * How the file holds the weights: float16 and int8 round them to 2 bytes or 1 byte each.
   * @default 'float32'
   */
  readonly weights?: WeightType;
}

/**
 * The two files of a model. Throws RangeError if tensors and architecture do not belong together.
 */
export function serialiseModel(
  { config, tensors }: Model,
  { weights = 'float32' }: SerialiseOptions = {},
): { configText: string; weights: Uint8Array } {
  const shaped = new Map<string, Tensor>();
  for (const { name, shape } of shapesOf(config.architecture).flatMap((layer) => layer.parameters)) {
    const data = tensors.get(name);
    if (data === undefined)
      throw new RangeError(`model: must have the tensor ${name}. Received ${[...tensors.keys()].join(', ')}.`);
    shaped.set(name, { shape, data });
  }
  return {
    configText: formatModelConfig(config),
    weights: writeSafetensors({ tensors: storeTensors(shaped, weights), metadata: { format: 'numerist-model' } }),
  };
}

/** The two files of a model by their names. Throws as `serialiseModel` does. */
export function modelFiles(model: Model, options?: SerialiseOptions): ReadonlyMap<string, string | Uint8Array> {
  const { configText, weights } = serialiseModel(model, options);
  return new Map<string, string | Uint8Array>([
    [CONFIG_FILE, configText],
    [WEIGHTS_FILE, weights],
  ]);
}

function checkedShapes({ architecture, labels }: ModelConfig): readonly LayerShape[] {
  const layers = shapesFor(architecture);
  const output = layers.at(-1)?.output ?? architecture.input;
  if (output.length !== 1 || output[0] !== labels.length) {
    throw new ModelFileError(
      `config.json: architecture must end in ${labels.length} logits. Received [${output.join(', ')}].`,
    );
  }
  return layers;
}

function shapesFor(architecture: Architecture): readonly LayerShape[] {
  try {
    return shapesOf(architecture);
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw new ModelFileError(`config.json: architecture: ${reason}`, { cause });
  }
}

function checkTensor(name: string, shape: readonly number[], tensor: Tensor | undefined): void {
  const expected = `model file: tensor ${name}: must have the shape [${shape.join(', ')}]`;
  if (tensor === undefined) throw new ModelFileError(`${expected}. Received no such tensor.`);
  if (tensor.shape.join() !== shape.join()) {
    throw new ModelFileError(`${expected}. Received [${tensor.shape.join(', ')}].`);
  }
}
