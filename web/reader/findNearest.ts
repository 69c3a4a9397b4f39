import type { LabelledInputs } from '../../src/datasets/inMemory.js';

/** A training picture that is like another. */
export interface Neighbour {
  /** [784] */
  readonly input: Uint8Array;
  /** 0..9 */
  readonly label: number;
  /** Root mean square difference of the pixels, 0..255. */
  readonly distance: number;
}

/** The `count` examples whose pixels differ least from `input` [784], the nearest first. */
export function findNearest({ inputs, labels }: LabelledInputs, input: Uint8Array, count: number): Neighbour[] {
  const best: { row: number; sum: number }[] = [];
  let worst = Infinity;
  const { length } = input;
  for (let row = 0; row < labels.length; row++) {
    let sum = 0;
    for (let i = 0, at = row * length; i < length && sum < worst; i++, at++) {
      const difference = input[i] - inputs[at];
      sum += difference * difference;
    }
    if (sum >= worst) continue;
    best.push({ row, sum });
    best.sort((a, b) => a.sum - b.sum);
    if (best.length > count) best.pop();
    if (best.length === count) worst = best[count - 1].sum;
  }
  return best.map(({ row, sum }) => ({
    input: inputs.slice(row * length, (row + 1) * length),
    label: labels[row],
    distance: Math.sqrt(sum / length),
  }));
}
