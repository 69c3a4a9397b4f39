import { INPUT_LENGTH } from '../ink/mnistInput.js';
import { describeShape, SHAPE_LENGTH } from './describeShape.js';
import { COARSE_LENGTH, coarsePicture } from './drawing.js';
import { evenWidth, FRAME_LENGTH, storeFrame } from './evenWidth.js';
import type { DrawingIndex } from './matcher.js';

/**
 * Writes the descriptions of the pictures `from`..`to`-1 of `inputs` [N, 784] to the other arrays
 * of the index. They are 0 for pictures without ink.
 */
export function describeRows({ inputs, shapes, frames, coarse }: DrawingIndex, from: number, to: number): void {
  const shape = new Float32Array(SHAPE_LENGTH);
  for (let row = from; row < to; row++) {
    const even = evenWidth(inputs.subarray(row * INPUT_LENGTH, (row + 1) * INPUT_LENGTH));
    if (even === null) continue; // all 0, which is far from any drawing
    describeShape(even, shape);
    shapes.set(shape, row * SHAPE_LENGTH);
    storeFrame(even, frames.subarray(row * FRAME_LENGTH, (row + 1) * FRAME_LENGTH));
    coarsePicture(even, coarse.subarray(row * COARSE_LENGTH, (row + 1) * COARSE_LENGTH));
  }
}
