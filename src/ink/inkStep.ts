import type { GrayImage } from '../image/pixels.js';
import type { Box } from './crop.js';

/**
 * What a picture has become on its way to the network. A picture whose drawing is small is looked at again from near: then
 * steps come more than once.
 */
export interface InkStep {
  /**
   * 'ink': taken from colours or alpha, dark or light. 'paper removed': without paper, its shades and shadows. 'sure ink':
   * the pixels that are ink for sure. 'lines removed': without rules and boxes. 'parts kept': without specks. 'cut out':
   * the drawing alone. 'input': the network's.
   */
  readonly name: 'ink' | 'paper removed' | 'sure ink' | 'lines removed' | 'parts kept' | 'cut out' | 'input';
  /** 0 = paper, 255 = ink. */
  readonly image: GrayImage;
  /** For 'cut out': where the drawing is in the picture of 'ink', in pixels of that. */
  readonly box?: Box | undefined;
}

/** Is told each step; the picture must not be changed. */
export type OnStep = (step: InkStep) => void;
