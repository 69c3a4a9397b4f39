/**
 * All places with x * across + y * down > from, in pixels; `across` and `down` form a unit vector.
 */
export interface HalfPlane {
  readonly across: number;
  readonly down: number;
  readonly from: number;
}

/** The cosine of 2 degrees, to which printed lines and the edges of a sheet are parallel. */
export const SAME_DIRECTION = 0.9994;

/** How far a place is beyond the edge, in pixels; negative on the near side. */
export function depthOf({ across, down, from }: HalfPlane, x: number, y: number): number {
  return x * across + y * down - from;
}

/** True for two edges in the same direction, to 4 degrees. */
export function isParallel(a: HalfPlane, b: HalfPlane): boolean {
  return a.across * b.across + a.down * b.down >= 0.997;
}
