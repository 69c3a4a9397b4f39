import { ModelFileError } from '../../errors.js';
import type { Tensor } from '../encodings/safetensors.js';

/**
 * How a model file holds weights. Biases and all else with one dimension are few, and always
 * float32.
 */
export const WEIGHT_TYPES = ['float32', 'float16', 'int8'] as const;
export type WeightType = (typeof WEIGHT_TYPES)[number];

const STEPS = 127;

/**
 * The tensors as a file of this type holds them. int8 has a whole number -127..127 per weight and,
 * as `<name>.scale` [K], a factor per output channel: its largest weight / 127 (Jacob et al. 2018,
 * arXiv:1712.05877, section 2.1, without a zero point).
 */
export function storeTensors(tensors: ReadonlyMap<string, Tensor>, type: WeightType): Map<string, Tensor> {
  const stored = new Map<string, Tensor>();
  for (const [name, tensor] of tensors) {
    if (type === 'float32' || tensor.shape.length < 2) stored.set(name, tensor);
    else if (type === 'float16') stored.set(name, { ...tensor, type: 'F16' });
    else {
      const { data, shape } = tensor;
      const perChannel = data.length / shape[0];
      const scale = new Float32Array(shape[0]).fill(1); // for a channel of zeros any scale is right
      for (let k = 0; k < shape[0]; k++) {
        const largest = data
          .subarray(k * perChannel, (k + 1) * perChannel)
          .reduce((most, value) => Math.max(most, Math.abs(value)), 0);
        if (largest > 0) scale[k] = largest / STEPS;
      }
      const whole = data.map((value, i) => Math.round(value / scale[Math.floor(i / perChannel)]));
      stored.set(name, { shape, data: whole, type: 'I8' }).set(scaleNameOf(name), { shape: [shape[0]], data: scale });
    }
  }
  return stored;
}

/**
 * Turns stored tensors into float32, without scales. Throws ModelFileError if a scale is missing,
 * has another shape, or is not above 0.
 */
export function restoreTensors(stored: ReadonlyMap<string, Tensor>): Map<string, Tensor> {
  const restored = new Map(stored);
  for (const [name, { type, shape, data }] of stored) {
    if (type !== 'I8') continue;
    const scale = stored.get(scaleNameOf(name));
    const expected = `model file: tensor ${name} is I8 and must have a ${scaleNameOf(name)} [${shape[0] ?? ''}]`;
    if (scale === undefined) throw new ModelFileError(`${expected}. Received none.`);
    if (shape.length === 0 || scale.type === 'I8' || scale.shape.join() !== `${shape[0]}`) {
      throw new ModelFileError(`${expected} of floats. Received ${scale.type ?? 'F32'} [${scale.shape.join(', ')}].`);
    }
    const wrong = scale.data.find((factor) => !(factor > 0));
    if (wrong !== undefined) throw new ModelFileError(`${expected}, all above 0. Received ${wrong}.`);
    const perChannel = data.length / shape[0];
    restored.set(name, { shape, data: data.map((whole, i) => whole * scale.data[Math.floor(i / perChannel)]) });
    restored.delete(scaleNameOf(name));
  }
  return restored;
}

function scaleNameOf(name: string): string {
  return `${name}.scale`;
}
