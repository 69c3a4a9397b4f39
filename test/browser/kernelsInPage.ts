import { proveVariant } from '../../src/kernels/wasm/proveVariant.js';
import type { Variant } from '../../src/kernels/wasm/variant.js';
import { wasmGradients } from '../../src/kernels/wasm/wasmGradients.js';
import { createWasmKernels } from '../../src/kernels/wasm/wasmKernels.js';
import { kernelCases } from '../kernels/kernels.case.js';
import { type Outcome, takeOutcome } from './vitestInPage.js';

/** Runs the case suite and `proveVariant` on a variant. */
export function testKernels(variant: Variant): Outcome & { readonly problem: string | null } {
  const memory = new WebAssembly.Memory({ initial: 300, maximum: 300 });
  kernelCases(
    variant,
    () => {
      new Uint8Array(memory.buffer).fill(0);
      return createWasmKernels({ memory, shared: false, variant, thread: 0, threads: 1 }, wasmGradients);
    },
    { tolerance: 2e-5 },
  );
  return { ...takeOutcome(), problem: proveVariant(variant) };
}
