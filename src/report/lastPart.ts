/** `17.png` of `digits/3/17.png` and `#17` of `t10k-images-idx3-ubyte#17`; the full name is the tooltip. */
export function lastPart(name: string): string {
  return name.slice(Math.max(name.lastIndexOf('/') + 1, name.lastIndexOf('#')));
}
