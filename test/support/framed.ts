import type { Floats, MapShape } from '../../src/kernels/kernels.js';
import { framedIndex } from '../../src/kernels/reference/frame.js';

/** Copies a map [N, H, W, C] without frames into `framed`, inside its frames. */
export function writeInside(framed: Floats, shape: MapShape, values: ArrayLike<number>, n: number): void {
  eachRow(shape, n, (start, row, length) => {
    for (let i = 0; i < length; i++) framed[start + i] = values[row + i];
  });
}

/** The map [N, H, W, C] inside the frames. */
export function readInside(framed: Floats, shape: MapShape, n: number): Float64Array {
  const values = new Float64Array(n * shape.H * shape.W * shape.C);
  eachRow(shape, n, (start, row, length) => {
    values.set(framed.subarray(start, start + length), row);
  });
  return values;
}

function eachRow(shape: MapShape, n: number, visit: (start: number, row: number, length: number) => void): void {
  const length = shape.W * shape.C;
  for (let i = 0; i < n; i++) {
    for (let h = 0; h < shape.H; h++) visit(framedIndex(shape, shape.C, i, h, 0), (i * shape.H + h) * length, length);
  }
}
