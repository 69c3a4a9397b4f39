import { describe, expect, it } from 'vitest';
import { createWasmKernels } from '../src/kernels/wasm/wasmKernels.js';
import { kernelCases } from './kernels.case.js';

const create = (shared: boolean) => () => {
  const memory = new WebAssembly.Memory({ initial: 300, maximum: 300, shared });
  return createWasmKernels({ memory, shared, thread: 0, threads: 1 });
};

kernelCases('wasm exact', create(false), { tolerance: 2e-5 });
kernelCases('wasm exact, shared memory', create(true), { tolerance: 2e-5 });

describe('wasm memory', () => {
  it('refuses what does not fit', () => {
    const kernels = create(false)();
    expect(() => kernels.allocate(300 * 65536)).toThrow('wasm kernels: the memory of 19660800 bytes is full.');
  });

  it('counts without memory what it will need', () => {
    const kernels = createWasmKernels({ shared: false, thread: 0, threads: 1 });
    expect(kernels.pages).toBe(2);
    expect(kernels.allocate(100_000).length).toBe(0);
    expect(kernels.pages).toBe(1 + Math.ceil((65536 + 400_000) / 65536));
  });
});
