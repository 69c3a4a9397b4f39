import type { GrayImage } from '../image/pixels.js';
import type { OnStep } from './inkStep.js';

export type PipelineName = 'classic' | 'normalised';

/** A named way to turn ink into a network input. */
export interface Pipeline {
  /** Height and width of the inputs that it makes, in pixels. */
  readonly input: readonly [height: number, width: number];
  readonly name: PipelineName;
  /**
   * Is raised when inputs change so that models have to be trained again. Pictures that gave no
   * input may give one without that. Part of cache keys and of model configs.
   */
  readonly version: number;
  /**
   * Returns the network input [28 * 28], 0 = paper, 255 = ink, or null if the picture holds no ink.
   * `onStep` is called with each step.
   */
  readonly run: (ink: GrayImage, onStep?: OnStep) => Uint8Array | null;
}
