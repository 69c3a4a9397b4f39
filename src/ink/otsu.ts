/** A histogram split in two. */
export interface OtsuSplit {
  /**
   * 1..255: the split is between the values below it and those from it on. 0 if there is only one
   * value.
   */
  readonly threshold: number;
  /**
   * Share of the variance that lies between the two sides, 0..1. Two clean levels come near 1, a
   * ramp gives 0.75.
   */
  readonly separability: number;
}

/**
 * Splits a histogram [256] where the variance between the two sides is largest. Among equally good
 * values, such as those of an empty valley between two peaks, it takes the middle one. N. Otsu
 * 1979, "A threshold selection method from gray-level histograms", IEEE Transactions on Systems,
 * Man, and Cybernetics 9.
 */
export function otsu(histogram: Uint32Array): OtsuSplit {
  let count = 0;
  let total = 0;
  let squares = 0;
  for (let value = 0; value < 256; value++) {
    count += histogram[value];
    total += value * histogram[value];
    squares += value * value * histogram[value];
  }
  let below = 0;
  let belowTotal = 0;
  let best = 0;
  let first = 0;
  let last = -1; // never t - 1 before the first split
  for (let t = 1; t < 256; t++) {
    if (histogram[t - 1] === 0) {
      if (last === t - 1) last = t; // the same split as the one before
      continue;
    }
    below += histogram[t - 1];
    belowTotal += (t - 1) * histogram[t - 1];
    const above = count - below;
    if (above === 0) break;
    const distance = belowTotal / below - (total - belowTotal) / above;
    const between = below * above * distance * distance;
    if (between > best) {
      best = between;
      first = t;
      last = t;
    } else if (between === best) {
      last = t;
    }
  }
  if (best === 0) return { threshold: 0, separability: 0 };
  return { threshold: (first + last + 1) >> 1, separability: best / (squares * count - total * total) };
}
