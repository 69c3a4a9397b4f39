import type { PipelineName } from '../ink/pipeline.js';
import { inputLengthOf, pipelines } from '../ink/pipelines.js';
import { isUpright } from './isUpright.js';
import { generatePicture, type GeneratedKind } from './generatePicture.js';

export interface GeneratedInputs {
  /** [N, 784], the output of the pipeline: 0 = paper, 255 = ink. */
  readonly inputs: Uint8Array;
  /** [N], 0..9, or 10 for a picture that is not a digit. */
  readonly labels: Uint8Array;
  /** [N] */
  readonly kinds: readonly GeneratedKind[];
  /** [N], what the pictures show, in words. */
  readonly names: readonly string[];
}

export interface GenerateOptions {
  readonly pipeline: PipelineName;
  /** 0..2^32-1 */
  readonly seed: number;
  /** Share of digits among the pictures, 0..1. @default 0 */
  readonly digits?: number;
}

/**
 * Draws `count` pictures with this project's own code, as network inputs: pictures that are not
 * digits, and the given share of digits by the same pens. The same seed gives the same bytes on
 * every machine, and a longer list begins with the shorter one.
 *
 * A picture is drawn again if the pipeline finds it empty, or if it has turned out as a single
 * upright stroke.
 */
export function generateInputs(count: number, { pipeline, seed, digits = 0 }: GenerateOptions): GeneratedInputs {
  const { run, input: size } = pipelines[pipeline];
  const inputLength = inputLengthOf(pipeline);
  const inputs = new Uint8Array(count * inputLength);
  const labels = new Uint8Array(count);
  const kinds: GeneratedKind[] = [];
  const names: string[] = [];
  for (let index = 0; index < count; index++) {
    // Digits are spread evenly: any first part of the list has the same share of them.
    const wanted = Math.floor((index + 1) * digits) > Math.floor(index * digits) ? 'digit' : 'not a digit';
    for (let attempt = 0; ; attempt++) {
      const { kind, digit, name, ink } = generatePicture(wanted, seed, index, attempt);
      const input = run(ink);
      if (input === null || (digit === null && isUpright(input, size))) continue;
      inputs.set(input, index * inputLength);
      labels[index] = digit ?? 10;
      kinds.push(kind);
      names.push(name);
      break;
    }
  }
  return { inputs, labels, kinds, names };
}
