/** The way from 0 to 1 that is level at both ends; level beyond them. */
export function smoothStep(share: number): number {
  const t = Math.min(1, Math.max(0, share));
  return t * t * (3 - 2 * t);
}
