import type { GrayImage } from '../image/pixels.js';
import type { OnStep } from './inkStep.js';

/** Side of the network's input, in pixels. */
export const INPUT_SIDE = 28;
/** Bytes of one network input: 784. */
export const INPUT_LENGTH = INPUT_SIDE * INPUT_SIDE;

export type PipelineName = 'classic' | 'normalised';

/** One named way from ink to network input. */
export interface Pipeline {
  readonly name: PipelineName;
  /** Raised whenever the output for some input changes; part of cache keys and of model configs. */
  readonly version: number;
  /** Network input [28 * 28], 0 = paper, 255 = ink; or null where the picture holds no ink. `onStep` is told the way. */
  readonly run: (ink: GrayImage, onStep?: OnStep) => Uint8Array | null;
}
