import { ModelFileError } from '../errors.js';
import { readSafetensors, type Tensor, writeSafetensors } from '../formats/encodings/safetensors.js';
import type { Position, TrainingState } from './trainingState.js';

const FORMAT = 'numerist-checkpoint';

/**
 * Writes a checkpoint as one safetensors file: tensors `model/...`, `optimiser/...`, `average/...`
 * and `best/...`, and the position as JSON in the metadata.
 */
export function writeCheckpoint(state: TrainingState): Uint8Array {
  const tensors = new Map<string, Tensor>();
  const add = (group: string, values: ReadonlyMap<string, Float32Array>): void => {
    for (const [name, data] of values) tensors.set(`${group}/${name}`, { shape: [data.length], data });
  };
  add('model', state.tensors);
  add('optimiser', state.optimiser);
  if (state.average !== null) add('average', new Map([['values', state.average]]));
  if (state.best !== null) add('best', state.best);
  return writeSafetensors({ tensors, metadata: { format: FORMAT, position: JSON.stringify(state.position) } });
}

/**
 * Reads what `writeCheckpoint` has written. Throws ModelFileError if the bytes are not a complete
 * checkpoint.
 */
export function readCheckpoint(bytes: Uint8Array): TrainingState {
  const { tensors, metadata } = readSafetensors(bytes);
  if (metadata.format !== FORMAT || !('position' in metadata)) {
    throw new ModelFileError(`checkpoint: format must be ${FORMAT}. Received ${metadata.format}.`);
  }
  const group = (name: string): Map<string, Float32Array> =>
    new Map(
      [...tensors]
        .filter(([key]) => key.startsWith(`${name}/`))
        .map(([key, { data }]) => [key.slice(name.length + 1), data]),
    );
  const best = group('best');
  return {
    tensors: group('model'),
    optimiser: group('optimiser'),
    average: group('average').get('values') ?? null,
    best: best.size > 0 ? best : null,
    position: JSON.parse(metadata.position) as Position,
  };
}
