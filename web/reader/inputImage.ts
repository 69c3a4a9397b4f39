import type { GrayImage } from '../../src/image/pixels.js';
import { INPUT_SIDE } from '../../src/ink/mnistInput.js';

/**
 * The size of the inputs in this app: all of its models and drawings use the pipeline `normalised`.
 */
export const INPUT_SIZE = { width: INPUT_SIDE, height: INPUT_SIDE } as const;

/** An input, as an image to draw. */
export function inputImage(data: Uint8Array): GrayImage {
  return { ...INPUT_SIZE, data };
}
