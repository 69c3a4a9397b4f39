import type { GrayImage } from '../image/pixels.js';
import type { OnStep } from './inkStep.js';

/** Side of the network's input, in pixels. */
export const INPUT_SIDE = 28;
/** Bytes of one network input: 784. */
export const INPUT_LENGTH = INPUT_SIDE * INPUT_SIDE;

export type PipelineName = 'classic' | 'normalised';

/** A named way to turn ink into a network input. */
export interface Pipeline {
  readonly name: PipelineName;
  /**
   * Is raised whenever the output for any picture changes. Part of cache keys and of model configs.
   */
  readonly version: number;
  /**
   * Returns the network input [28 * 28], 0 = paper, 255 = ink, or null if the picture holds no ink.
   * `onStep` is called with each step.
   */
  readonly run: (ink: GrayImage, onStep?: OnStep) => Uint8Array | null;
}
