/**
 * The value t, 1..255, that splits a histogram [256] into the values below t and those from t on with the largest variance
 * between the two (Otsu 1979, "A threshold selection method from gray-level histograms"). Of equally good values, such as
 * those of an empty valley between two peaks, the middle one. 0 where there is only one value.
 */
export function otsuThreshold(histogram: Uint32Array): number {
  let count = 0;
  let total = 0;
  for (let value = 0; value < 256; value++) {
    count += histogram[value];
    total += value * histogram[value];
  }
  let below = 0;
  let belowTotal = 0;
  let best = 0;
  let first = 0;
  let last = -1;
  for (let t = 1; t < 256; t++) {
    below += histogram[t - 1];
    belowTotal += (t - 1) * histogram[t - 1];
    const above = count - below;
    if (below === 0 || above === 0) continue;
    const distance = belowTotal / below - (total - belowTotal) / above;
    const between = below * above * distance * distance;
    if (between > best) {
      best = between;
      first = t;
      last = t;
    } else if (between === best) last = t;
  }
  return last < first ? 0 : (first + last + 1) >> 1;
}
