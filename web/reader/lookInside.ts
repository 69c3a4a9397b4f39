import { answerProbabilities } from '../../src/digits/answerProbabilities.js';
import type { Architecture, LayerSpec } from '../../src/network/architecture.js';
import type { Model } from '../../src/formats/native/modelFile.js';
import { createPredictor, type Predictor } from '../../src/network/predictor.js';
import { shapesOf } from '../../src/network/shapes.js';

/** What a layer makes of one picture. */
export interface Activation {
  readonly name: string;
  /** [height, width, channels] */
  readonly shape: readonly [number, number, number];
  /** [height, width, channels], 0 or more. */
  readonly values: Float32Array;
}

/** A part of the input, [left, top, width, height] in pixels. */
export type Region = readonly [number, number, number, number];

export interface Inside {
  /** The maps after the first convolution and after each pooling. */
  activations(input: Uint8Array): Activation[];
  /** [regions, 10], the probabilities of the digits where each region alone is blank. */
  without(input: Uint8Array, regions: readonly Region[]): Float32Array;
}

const NAMES: Readonly<Partial<Record<LayerSpec['type'], string>>> = { relu: 'first filters', maxPool2d: 'pooled' };

/** Looks into a model. Its networks are compiled when they are first asked. */
export function lookInside({ config, tensors }: Model): Inside {
  const { architecture } = config;
  const [inputHeight, inputWidth] = architecture.input;
  const shapes = shapesOf(architecture);
  const firstRelu = architecture.layers.findIndex(({ type }) => type === 'relu');
  const ends = architecture.layers.flatMap(({ type }, i) => (type === 'maxPool2d' || i === firstRelu ? [i] : []));
  let parts: { readonly end: number; readonly predictor: Predictor }[] | null = null;
  let whole: Predictor | null = null;
  return {
    activations(input) {
      parts ??= ends.map((end) => ({
        end,
        predictor: createPredictor(upTo(architecture, end), tensors, { batch: 1 }),
      }));
      return parts.map(({ end, predictor }, i) => {
        const [height, width, channels] = shapes[end].output;
        const name = `${i + 1}: ${NAMES[architecture.layers[end].type] ?? 'layer'}`;
        return { name, shape: [height, width, channels], values: predictor.predict(input, 1) };
      });
    },
    without(input, regions) {
      whole ??= createPredictor(architecture, tensors);
      const inputs = new Uint8Array(regions.length * input.length);
      regions.forEach(([left, top, width, height], n) => {
        inputs.set(input, n * input.length);
        for (let y = top; y < Math.min(inputHeight, top + height); y++) {
          const row = n * input.length + inputWidth * y;
          inputs.fill(0, row + left, row + Math.min(inputWidth, left + width));
        }
      });
      const logits = whole.predict(inputs, regions.length);
      const K = logits.length / regions.length;
      const probabilities = new Float32Array(regions.length * 10);
      for (let n = 0; n < regions.length; n++) {
        const all = answerProbabilities(logits.slice(n * K, (n + 1) * K), config);
        probabilities.set(all.subarray(0, 10), n * 10);
      }
      return probabilities;
    },
  };
}

/**
 * The network to the end of one layer, its map flattened. Parameters keep their names, which count
 * layers from the front.
 */
function upTo(architecture: Architecture, end: number): Architecture {
  return { ...architecture, layers: [...architecture.layers.slice(0, end + 1), { type: 'flatten' }] };
}
