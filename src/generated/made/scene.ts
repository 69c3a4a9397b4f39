import type { Random } from '../../random.js';
import type { Paper, Stamp } from '../paper/paintPaper.js';

/** Ways in which people present digits, each with troubles of its own. */
export const PAPER_DOMAINS = ['plain', 'cells', 'photos', 'filled', 'noise'] as const;
export type PaperDomain = (typeof PAPER_DOMAINS)[number];

/** A sheet, and what happens to its picture afterwards. */
export interface MadePaper extends Paper {
  /** Blocks of this side, in pixels, become one pixel of their mean level. @default 1 */
  readonly reduced?: number;
  /** Number of the levels of grey that are left. @default 256 */
  readonly levels?: number;
  /** Quality, 1..100, of a JPEG whose errors the picture gets. @default none */
  readonly jpeg?: number;
}

/** One way to make a picture of a digit. */
export interface Scene {
  readonly name: string;
  readonly domain: PaperDomain;
  /** How often it is drawn among the scenes of its domain, relative to them. */
  readonly weight: number;
  /** Makes a sheet for a digit of this shape; `neighbour` draws another sign. */
  readonly paperFor: (digit: Stamp, random: Random, neighbour: (random: Random) => Stamp) => MadePaper;
}
