interface Side {
  readonly H: number;
  readonly W: number;
}

/** Where cell (h, w) of image n begins in a framed map of C channels. Row -1 and row H, column -1 and column W are the frame. */
export function framedIndex({ H, W }: Side, C: number, n: number, h: number, w: number): number {
  return ((n * (H + 2) + h + 1) * (W + 2) + w + 1) * C;
}

/** Numbers in a framed map of n images with C channels. */
export function framedLength({ H, W }: Side, C: number, n: number): number {
  return n * (H + 2) * (W + 2) * C;
}
