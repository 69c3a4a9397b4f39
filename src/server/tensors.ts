import type { ModelConfig } from '../formats/native/modelConfig.js';

interface TensorSpec {
  /** As the Open Inference Protocol names it. */
  readonly datatype: string;
  /** -1 where any length goes. */
  readonly shape: readonly number[];
}

/** Names of the tensors that a model answers with. */
export type OutputName = 'probabilities' | 'digit';

/** The one tensor that a model takes: prepared pictures, 0 = paper, 255 = ink, digits 20 pixels high in the middle. */
export const INPUT = { name: 'pictures', datatype: 'UINT8' } as const;

export const OUTPUT_NAMES: readonly OutputName[] = ['probabilities', 'digit'];

/** What a model takes and answers. `digit` is the likeliest digit, or -1 where 'not a digit' is likelier. */
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
