/** Makes the changes of the training pictures smaller towards the end of a run. */
export interface AnnealOptions {
  /** The last share of all steps, 0..1, over which the strength falls linearly. */
  readonly share: number;
  /** Strength at the last step, 0..1. */
  readonly to: number;
}

/**
 * Strength of the changes, 0..1, at step `step` = 0, 1, ..., totalSteps - 1. Later steps have the
 * strength of the last one.
 */
export function augmentationStrength(anneal: AnnealOptions | null, step: number, totalSteps: number): number {
  if (anneal === null) return 1;
  const last = totalSteps - 1;
  const begin = last * (1 - anneal.share);
  const at = Math.min(step, last);
  return at <= begin ? 1 : 1 + ((anneal.to - 1) * (at - begin)) / (last - begin);
}
