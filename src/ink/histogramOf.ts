/**
 * Counts how many of `values` are 0, 1, ... 255: [256]. The result is written to `histogram`, so
 * that callers with many small pictures can reuse an array.
 */
export function histogramOf(values: Uint8Array, histogram = new Uint32Array(256)): Uint32Array {
  histogram.fill(0);
  for (let i = 0; i < values.length; i++) histogram[values[i]]++;
  return histogram;
}
