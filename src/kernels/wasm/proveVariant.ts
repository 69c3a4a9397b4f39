import type { Floats, Kernels } from '../kernels.js';
import { createReferenceKernels } from '../reference/referenceKernels.js';
import { createMemory } from './createMemory.js';
import type { Variant } from './variant.js';
import { wasmGradients } from './wasmGradients.js';
import { createWasmKernels } from './wasmKernels.js';

const PAGES = 12;
const TOLERANCE = 1e-4;
const CONVOLUTIONS = [
  { H: 6, W: 7, C: 16, K: 20 },
  { H: 4, W: 4, C: 1, K: 16 },
];
const DENSE = { C: 12, K: 10 };
const N = 2;

/**
 * Runs those kernels of a variant that multiply and add on small shapes, and compares the results
 * with the reference. Returns null if all agree, otherwise a description of the first that does
 * not. It takes about 10 ms, mostly for compiling.
 */
export function proveVariant(variant: Variant): string | null {
  try {
    const memory = createMemory(PAGES, 1);
    const actual = results(createWasmKernels({ memory, shared: false, variant, thread: 0, threads: 1 }, wasmGradients));
    for (const [name, expected] of results(createReferenceKernels({ precision: 'float32' }))) {
      const values = actual.get(name) ?? [];
      // Written so that NaN counts as a difference.
      const wrong = expected.findIndex(
        (value, i) => !(Math.abs(values[i] - value) <= TOLERANCE * (1 + Math.abs(value))),
      );
      if (wrong >= 0) return `${name}[${wrong}] is ${values[wrong]} instead of ${expected[wrong]}`;
    }
    return null;
  } catch (error) {
    return String(error);
  }
}

function results(kernels: Kernels): Map<string, number[]> {
  const found = new Map<string, number[]>();
  const keep = (name: string, values: Floats): void => {
    found.set(name, Array.from(values));
  };
  let seed = 1;
  const fill = (array: Floats): Floats => {
    for (let i = 0; i < array.length; i++) {
      seed = (Math.imul(seed, 1664525) + 1013904223) >>> 0;
      array[i] = seed / 2 ** 31 - 1;
    }
    return array;
  };
  const framed = (H: number, W: number, C: number): Floats => {
    const map = kernels.allocate(N * (H + 2) * (W + 2) * C);
    const inside = fill(new Float32Array(N * H * W * C));
    for (let row = 0; row < N * H; row++) {
      const start = ((Math.floor(row / H) * (H + 2) + (row % H) + 1) * (W + 2) + 1) * C;
      map.set(inside.subarray(row * W * C, (row + 1) * W * C), start);
    }
    return map;
  };

  for (const shape of CONVOLUTIONS) {
    const { H, W, C, K } = shape;
    const name = `${H}x${W}x${C}->${K}`;
    const x = framed(H, W, C);
    const weight = fill(kernels.allocate(K * 9 * C));
    const bias = fill(kernels.allocate(K));

    const fused = kernels.convReluPool(shape);
    const fusedWeight = kernels.allocate(fused.packedLength);
    fused.pack(weight, fusedWeight);
    const pooled = framed(H >> 1, W >> 1, K);
    const window = kernels.allocateIntegers(N * (H >> 1) * (W >> 1) * K);
    fused.forward(x, fusedWeight, bias, pooled, window, N);
    keep(`convReluPool ${name}`, pooled);
    const [dw, db] = [kernels.allocate(weight.length), kernels.allocate(K)];
    fused.backwardParameters(x, pooled, window, dw, db, N);
    keep(`convReluPool dw ${name}`, dw);
    const dx = kernels.allocate(x.length);
    fused.backwardInput(pooled, window, weight, dx, N);
    keep(`convReluPool dx ${name}`, dx);

    const plain = kernels.conv2d({ ...shape, size: 3 });
    const plainWeight = kernels.allocate(plain.packedLength);
    plain.pack(weight, plainWeight);
    const y = framed(H, W, K);
    plain.forward(x, plainWeight, bias, y, N);
    keep(`conv2d ${name}`, y);
    plain.backwardInput(y, plainWeight, dx, N);
    keep(`conv2d dx ${name}`, dx);
    plain.backwardParameters(x, y, dw, db, N);
    keep(`conv2d dw ${name}`, dw);
  }

  const dense = kernels.dense(DENSE);
  const packed = kernels.allocate(dense.packedLength);
  dense.pack(fill(kernels.allocate(DENSE.C * DENSE.K)), packed);
  const out = kernels.allocate(N * DENSE.K);
  dense.forward(fill(kernels.allocate(N * DENSE.C)), packed, fill(kernels.allocate(DENSE.K)), out, N);
  keep('dense', out);
  return found;
}
