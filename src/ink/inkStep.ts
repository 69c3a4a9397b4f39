import type { GrayImage } from '../image/pixels.js';
import type { Box } from './crop.js';

/**
 * The state of a picture on its way to the network. If the drawing is small, the picture is
 * searched again more closely, and steps are reported more than once.
 */
export interface InkStep {
  /**
   * 'ink': the ink from colours or alpha, drawn dark or light. 'paper removed': without paper,
   * shades and shadows. 'sure ink': only the pixels that are surely ink. 'lines removed': without
   * rules and boxes. 'parts kept': without specks. 'cut out': the drawing alone. 'input': the
   * network's input.
   */
  readonly name: 'ink' | 'paper removed' | 'sure ink' | 'lines removed' | 'parts kept' | 'cut out' | 'input';
  /** 0 = paper, 255 = ink. */
  readonly image: GrayImage;
  /**
   * Only for 'cut out': the place of the drawing in the picture of step 'ink', in pixels of that
   * picture.
   */
  readonly box?: Box | undefined;
  /**
   * Only for 'ink': true if something at the border may be ink or not, and it cannot be told which.
   */
  readonly isDoubtful?: boolean | undefined;
}

/** Is called with each step. It must not change the picture. */
export type OnStep = (step: InkStep) => void;
