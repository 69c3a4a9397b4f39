import type { Pipeline, PipelineName } from '../ink/pipeline.js';
import { inputLengthOf, pipelines } from '../ink/pipelines.js';
import { generatePicture, type GeneratedKind } from './generatePicture.js';

export interface GeneratedInputs {
  /** [N, 784], as the pipeline delivers them: 0 = paper, 255 = ink. */
  readonly inputs: Uint8Array;
  /** [N], 0..9; 10 = not a digit. */
  readonly labels: Uint8Array;
  /** [N] */
  readonly kinds: readonly GeneratedKind[];
  /** [N], in words. */
  readonly names: readonly string[];
}

export interface GenerateOptions {
  readonly pipeline: PipelineName;
  /** 0..2^32-1 */
  readonly seed: number;
  /** Share of digits among the pictures, 0..1. @default 0 */
  readonly digits?: number;
}

/** Width divided by height, in the input, up to which ink is so upright that it may be a 1. */
const UPRIGHT = 0.4;

/**
 * `count` pictures drawn by this project's own code, as network inputs: what is not a digit, and, at the share asked for,
 * digits by the same pens. The same seed gives the same bytes on every machine; a longer list begins with the shorter one.
 *
 * What the pipeline takes for an empty picture is drawn again, and so is what has come out as a lone upright stroke.
 */
export function generateInputs(count: number, { pipeline, seed, digits = 0 }: GenerateOptions): GeneratedInputs {
  const { run, input: size } = pipelines[pipeline];
  const inputLength = inputLengthOf(pipeline);
  const inputs = new Uint8Array(count * inputLength);
  const labels = new Uint8Array(count);
  const kinds: GeneratedKind[] = [];
  const names: string[] = [];
  for (let index = 0; index < count; index++) {
    // Spread evenly: of any first pictures, the same share are digits.
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

function isUpright(input: Uint8Array, [height, width]: Pipeline['input']): boolean {
  let [left, right, top, bottom] = [width, 0, height, 0];
  for (let i = 0; i < input.length; i++) {
    if (input[i] < 64) continue;
    const [x, y] = [i % width, Math.floor(i / width)];
    left = Math.min(left, x);
    right = Math.max(right, x);
    top = Math.min(top, y);
    bottom = Math.max(bottom, y);
  }
  return right - left < UPRIGHT * (bottom - top);
}
