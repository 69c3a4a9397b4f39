import { setFlagsFromString } from 'node:v8';
import { describe, expect, it } from 'vitest';
import { proveVariant } from '../../src/kernels/wasm/proveVariant.js';
import { supportsRelaxed } from '../../src/kernels/wasm/supportsRelaxed.js';
import type { Variant } from '../../src/kernels/wasm/variant.js';
import { wasmGradients, type WasmGradients } from '../../src/kernels/wasm/wasmGradients.js';
import { createWasmKernels } from '../../src/kernels/wasm/wasmKernels.js';
import { kernelCases } from './kernels.case.js';

// Node 20 needs this flag for relaxed SIMD; newer versions do not.
if (!supportsRelaxed()) setFlagsFromString('--experimental-wasm-relaxed-simd');

const create =
  (shared: boolean, variant?: Variant, gradients: WasmGradients | null = wasmGradients) =>
  () => {
    const memory = new WebAssembly.Memory({ initial: 300, maximum: 300, shared });
    return createWasmKernels({ memory, shared, thread: 0, threads: 1, variant }, gradients);
  };

kernelCases('wasm exact', create(false), { tolerance: 2e-5 });
// What a reader has: backward passes are the reference's.
kernelCases('wasm exact, without gradients', create(false, 'exact', null), { tolerance: 2e-5 });
kernelCases('wasm exact, shared memory', create(true), { tolerance: 2e-5 });

kernelCases('wasm relaxed', create(false, 'relaxed'), { tolerance: 2e-5 });
// Without V8's revectoriser 'wide' is slow, but its results must still be right.
kernelCases('wasm wide', create(false, 'wide'), { tolerance: 2e-5 });

describe('proveVariant', () => {
  it.each(['exact', 'relaxed', 'wide'] as const)('agrees that %s gives the reference’s results', (variant) => {
    expect(proveVariant(variant)).toBeNull();
  });
});

describe('wasm memory', () => {
  it('refuses an allocation that does not fit', () => {
    const kernels = create(false)();
    expect(() => kernels.allocate(300 * 65536)).toThrow('wasm kernels: the memory of 19660800 bytes is full.');
  });

  it('counts how much memory it will need if none is given', () => {
    const kernels = createWasmKernels({ shared: false, thread: 0, threads: 1 });
    const { pages } = kernels;
    expect(pages).toBeGreaterThan(1);
    expect(kernels.allocate(100_000).length).toBe(0);
    expect(kernels.pages).toBe(pages + Math.ceil(400_000 / 65536));
  });
});
