/** The nearest of 0..255 to an integer, without a branch: at edges and in noise it would be mispredicted. */
export function clampToByte(value: number): number {
  return (value | ((255 - value) >> 31)) & ~(value >> 31) & 255;
}
