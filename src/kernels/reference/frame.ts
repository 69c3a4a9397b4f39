interface Side {
  readonly H: number;
  readonly W: number;
}

/**
 * The index at which cell (h, w) of image n begins in a framed map of C channels. Rows -1 and H and
 * columns -1 and W are the frame.
 */
export function framedIndex({ H, W }: Side, C: number, n: number, h: number, w: number): number {
  return ((n * (H + 2) + h + 1) * (W + 2) + w + 1) * C;
}

/** The length of a framed map of n images with C channels. */
export function framedBatchLength({ H, W }: Side, C: number, n: number): number {
  return n * (H + 2) * (W + 2) * C;
}
