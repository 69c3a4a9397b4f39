import type { Random } from '../../random.js';
import type { Paper, Stamp } from './paintPaper.js';
import type { Redrawing } from './redraw.js';

/** One of the ways in which people present digits. */
export interface Condition {
  readonly name: string;
  readonly group:
    | 'place and size'
    | 'light'
    | 'lines'
    | 'boxes'
    | 'pens'
    | 'camera'
    | 'all at once'
    | 'hands'
    | 'sources'
    | 'surroundings';
  /** How the digit is redrawn. @default unchanged */
  readonly redrawn?: (random: Random) => Redrawing;
  /** Makes a sheet for a digit of this shape. */
  readonly paperFor: (digit: Stamp, random: Random) => Paper;
  /** Quality of the JPEG as which the picture is stored, 1..100; undefined for lossless. */
  readonly jpeg?: number;
}
