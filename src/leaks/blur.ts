import { INPUT_LENGTH, INPUT_SIDE } from '../ink/mnistInput.js';

/**
 * A Gaussian blur of pictures [28, 28], which are taken to have paper around them. It writes to
 * `out` [28, 28], which may be `picture` itself.
 */
export type Blur = (picture: ArrayLike<number>, out: Float32Array) => void;

/** `sigma` in pixels, above 0. */
export function createBlur(sigma: number): Blur {
  const reach = Math.ceil(2.5 * sigma);
  const weights = Float32Array.from({ length: 2 * reach + 1 }, (_, i) =>
    Math.exp(-((i - reach) ** 2) / (2 * sigma ** 2)),
  );
  const total = weights.reduce((sum, weight) => sum + weight, 0);
  for (let i = 0; i < weights.length; i++) weights[i] /= total;
  const across = new Float32Array(INPUT_LENGTH);
  return (picture, out) => {
    alongRows(picture, across);
    alongRows(across, out);
  };

  /**
   * Blurs each row and writes it as a column: after two passes the picture is blurred along both
   * axes and has its old orientation.
   */
  function alongRows(from: ArrayLike<number>, to: Float32Array): void {
    for (let y = 0; y < INPUT_SIDE; y++) {
      for (let x = 0; x < INPUT_SIDE; x++) {
        const first = Math.max(-reach, -x);
        const last = Math.min(reach, INPUT_SIDE - 1 - x);
        let sum = 0;
        for (let i = first; i <= last; i++) sum += weights[i + reach] * from[y * INPUT_SIDE + x + i];
        to[x * INPUT_SIDE + y] = sum;
      }
    }
  }
}
