/**
 * The last part of a picture's name: `17.png` of `digits/3/17.png`, `#17` of
 * `t10k-images-idx3-ubyte#17`.
 */
export function lastPart(name: string): string {
  return name.slice(Math.max(name.lastIndexOf('/') + 1, name.lastIndexOf('#')));
}
