import type { Variant } from '../kernels/wasm/variant.js';
import { exponential } from '../kernels/exponential.js';
import type { Floats } from '../kernels/kernels.js';
import type { Architecture } from '../network/architecture.js';
import { createPredictor, type Predictor } from '../network/predictor.js';

/** A trained network from whose answers another network learns. */
export interface Teacher {
  readonly architecture: Architecture;
  readonly tensors: ReadonlyMap<string, Float32Array>;
}

/**
 * Writes the teachers' answers to inputs [n, H, W] to `targets` [batch, K], from row `first` on:
 * the mean of their softmax(logits / temperature).
 */
export type AskTeachers = (inputs: Uint8Array, n: number, targets: Floats, first: number) => void;

/**
 * Runs the teachers as ordinary predictors on the calling thread. Each thread has its own, which
 * are created at the first call. Each teacher has K outputs, as the learning network has.
 */
export function createTeachers(
  teachers: readonly Teacher[],
  K: number,
  temperature: number,
  variant: Variant,
): AskTeachers {
  let predictors: Predictor[] | null = null;
  let logits = new Float32Array(0);
  return (inputs, n, targets, first) => {
    predictors ??= teachers.map(({ architecture, tensors }) => createPredictor(architecture, tensors, { variant }));
    if (logits.length < n * K) logits = new Float32Array(n * K);
    targets.fill(0, first * K, (first + n) * K);
    for (const predictor of predictors) {
      predictor.predict(inputs, n, { out: logits });
      for (let row = 0; row < n * K; row += K) {
        let largest = logits[row];
        for (let k = 1; k < K; k++) largest = Math.max(largest, logits[row + k]);
        let sum = 0;
        for (let k = 0; k < K; k++) sum += exponential((logits[row + k] - largest) / temperature);
        for (let k = 0; k < K; k++) {
          const probability = exponential((logits[row + k] - largest) / temperature) / sum;
          targets[first * K + row + k] += probability / teachers.length;
        }
      }
    }
  };
}
