import { existsSync, readFileSync } from 'node:fs';
import { setFlagsFromString } from 'node:v8';
import { proveVariant } from '../../kernels/wasm/proveVariant.js';
import { supportsRelaxed } from '../../kernels/wasm/supportsRelaxed.js';
import type { Variant } from '../../kernels/wasm/variant.js';
import type { VariantChoice } from '../../workflows/platform.js';

export const VARIANT_CHOICES: readonly VariantChoice[] = ['auto', 'exact', 'relaxed', 'wide'];

/** Whether a variant can run here. */
export interface VariantStatus {
  readonly variant: Variant;
  /** Null if it runs and gives the reference's results, otherwise the reason why not. */
  readonly problem: string | null;
}

/** The first version of Node whose V8 has the revectoriser. */
const WIDE_NODE = [23, 5] as const;

/**
 * Chooses the variant to use. 'auto' takes the fastest one that runs on this machine and agrees
 * with the reference. A variant that is named is either used or refused. The environment variable
 * NUMERIST_ENGINE, if it is set, replaces 'auto'. 'wide' sets a flag of V8 for the whole process.
 *
 * Throws Error, with the reason, if the named variant does not run here.
 */
export function chooseVariant(wanted: VariantChoice): Variant {
  const choice = wanted === 'auto' ? choiceOfEnvironment() : wanted;
  if (choice !== 'auto') {
    const { problem } = checkVariant(choice);
    if (problem !== null)
      throw new Error(`engine ${choice} cannot be used: ${problem}. --engine auto takes one that can.`);
    return choice;
  }
  const usable = (['wide', 'relaxed', 'exact'] as const).find((variant) => checkVariant(variant).problem === null);
  if (usable !== undefined) return usable;
  throw new Error(`no engine can be used; WebAssembly with SIMD is needed. ${String(checkVariant('exact').problem)}`);
}

/** Checks a variant: first what it needs, then its results. */
export function checkVariant(variant: Variant): VariantStatus {
  const problem = missingFor(variant) ?? proveVariant(variant);
  return { variant, problem };
}

function missingFor(variant: Variant): string | null {
  if (variant === 'exact') return null;
  if (!supportsRelaxed()) return `Node ${process.versions.node} has no relaxed SIMD (Node 21 and newer have)`;
  if (variant === 'relaxed') return null;
  const [major, minor] = process.versions.node.split('.').map(Number);
  if (major < WIDE_NODE[0] || (major === WIDE_NODE[0] && minor < WIDE_NODE[1])) {
    return `Node ${process.versions.node} has no revectoriser (Node ${WIDE_NODE.join('.')} and newer have)`;
  }
  if (process.arch !== 'x64' || !hasAvx2()) return 'it needs an x64 processor with AVX2';
  setFlagsFromString('--experimental-wasm-revectorize');
  return null;
}

/**
 * Only Linux tells. Elsewhere nearly every x64 processor in use has AVX2, and without it 'wide' is
 * correct but slow.
 */
function hasAvx2(): boolean {
  return !existsSync('/proc/cpuinfo') || / avx2( |$)/m.test(readFileSync('/proc/cpuinfo', 'latin1'));
}

function choiceOfEnvironment(): VariantChoice {
  const value = process.env.NUMERIST_ENGINE ?? 'auto';
  const choice = VARIANT_CHOICES.find((name) => name === value);
  if (choice === undefined)
    throw new Error(`NUMERIST_ENGINE must be one of ${VARIANT_CHOICES.join(', ')}. Received ${value}.`);
  return choice;
}
