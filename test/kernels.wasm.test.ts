import { describe, expect, it } from 'vitest';
import { createWasmKernels } from '../src/kernels/wasm/wasmKernels.js';
import { kernelCases } from './kernels.case.js';

const create = (shared: boolean) => () => {
  const memory = new WebAssembly.Memory({ initial: 300, maximum: 300, shared });
  return createWasmKernels({ memory, shared, thread: 0, threads: 1 });
};

kernelCases('wasm exact', create(false), { tolerance: 2e-5, inputGradientOfOneChannel: false });
kernelCases('wasm exact, shared memory', create(true), { tolerance: 2e-5, inputGradientOfOneChannel: false });

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

  it('has no input gradient for a map of one channel, and says so', () => {
    const kernels = create(false)();
    const conv = kernels.conv2d({ H: 4, W: 4, C: 1, K: 4, size: 3 });
    const any = kernels.allocate(1000);
    expect(() => {
      conv.backwardInput(any, any, any, 1);
    }).toThrow(new RangeError('conv2d: no input gradient for C = 1. Received [4, 4, 1].'));
  });
});
