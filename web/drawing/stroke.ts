/** A position of the pen on the pad. */
export interface Point {
  /** 0 = left edge, 1 = right edge; may go slightly beyond if the pen left the pad. */
  readonly x: number;
  /** 0 = top, 1 = bottom. */
  readonly y: number;
  /** 0..1; 0.5 if the device does not measure it. */
  readonly pressure: number;
}

/** What a pen draws from touching the pad until it is lifted. Never changes after it has ended. */
export interface Stroke {
  /** Width at pressure 0.5, as a share of the pad's side. */
  readonly brush: number;
  readonly points: readonly Point[];
}

/**
 * Widths of the three brushes, as shares of the pad's side. The thick one is about a tenth of the
 * height of a digit.
 */
export const BRUSHES = { fine: 0.025, medium: 0.04, thick: 0.06 } as const;
export type Brush = keyof typeof BRUSHES;
