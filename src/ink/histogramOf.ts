/** How many of `values` are 0, 1, ... 255: [256]. */
export function histogramOf(values: Uint8Array): Uint32Array {
  const histogram = new Uint32Array(256);
  for (let i = 0; i < values.length; i++) histogram[values[i]] = histogram[values[i]] + 1;
  return histogram;
}
