/**
 * How many of `values` are 0, 1, ... 255: [256]. It is written to `histogram`, which lets callers that see many small
 * pictures keep one.
 */
export function histogramOf(values: Uint8Array, histogram = new Uint32Array(256)): Uint32Array {
  histogram.fill(0);
  for (let i = 0; i < values.length; i++) histogram[values[i]]++;
  return histogram;
}
