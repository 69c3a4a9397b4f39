import type { GrayImage } from '../image/pixels.js';
import type { OnStep } from './inkStep.js';

export { INPUT_LENGTH, INPUT_SIDE } from './mnistInput.js';

export type PipelineName = 'classic' | 'normalised';

/** One named way from ink to network input. */
export interface Pipeline {
  /** Height and width of the inputs that it makes, in pixels. */
  readonly input: readonly [height: number, width: number];
  readonly name: PipelineName;
  /** Raised whenever the output for some input changes; part of cache keys and of model configs. */
  readonly version: number;
  /** Network input [28 * 28], 0 = paper, 255 = ink; or null where the picture holds no ink. `onStep` is told the way. */
  readonly run: (ink: GrayImage, onStep?: OnStep) => Uint8Array | null;
}
