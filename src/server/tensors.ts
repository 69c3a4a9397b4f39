import type { ModelConfig } from '../formats/native/modelConfig.js';

interface TensorSpec {
  /** Data type as named by the Open Inference Protocol. */
  readonly datatype: string;
  /** -1 stands for any length. */
  readonly shape: readonly number[];
}

/** Names of a model's output tensors. */
export type OutputName = 'probabilities' | 'digit';

/**
 * A model's only input tensor: prepared pictures, 0 = paper, 255 = ink, digits 20 pixels high in
 * the middle.
 */
export const INPUT = { name: 'pictures', datatype: 'UINT8' } as const;

export const OUTPUT_NAMES: readonly OutputName[] = ['probabilities', 'digit'];

/**
 * A model's input and output tensors. `digit` is the likeliest digit, or -1 if 'not a digit' is
 * likelier.
 */
export function tensorsOf({ labels, architecture: { input } }: ModelConfig): {
  readonly input: TensorSpec;
  readonly outputs: Readonly<Record<OutputName, TensorSpec>>;
} {
  return {
    input: { datatype: INPUT.datatype, shape: [-1, input[0], input[1]] },
    outputs: {
      probabilities: { datatype: 'FP32', shape: [-1, labels.length] },
      digit: { datatype: 'INT64', shape: [-1] },
    },
  };
}
