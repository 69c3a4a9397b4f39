import type { Variant } from '../kernels/wasm/variant.js';
import { exponential } from '../kernels/exponential.js';
import type { Floats } from '../kernels/kernels.js';
import type { Architecture } from '../network/architecture.js';
import { createPredictor, type Predictor } from '../network/predictor.js';

/** A trained network whose answers another learns from. */
export interface Teacher {
  readonly architecture: Architecture;
  readonly tensors: ReadonlyMap<string, Float32Array>;
}

/**
 * Writes to `targets` [batch, K], from row `first`, what the teachers say of inputs [n, H, W]: the mean of their softmax(logits /
 * temperature).
 */
export type AskTeachers = (inputs: Uint8Array, n: number, targets: Floats, first: number) => void;

/**
 * The teachers as ordinary predictors, on the calling thread; each thread has its own, made when it is first asked. Each of
 * them has the K outputs of the network that learns.
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
