import { sha256 } from '@noble/hashes/sha2.js';
import { bytesToHex, utf8ToBytes } from '@noble/hashes/utils.js';
import { startThreads } from '../../src/browser/startThreads.js';
import { proveVariant } from '../../src/kernels/wasm/proveVariant.js';
import type { Variant } from '../../src/kernels/wasm/variant.js';
import { makeViewsInTurns } from '../../src/workflows/makeViewsInTurns.js';
import type { Platform } from '../../src/workflows/platform.js';

const channel = new MessageChannel();
const waiting: (() => void)[] = [];
channel.port1.onmessage = () => waiting.shift()?.();

/** Lets waiting messages be handled. Unlike a timer, it is not slowed down in a hidden tab. */
function nextTurn(): Promise<void> {
  return new Promise((resolve) => {
    waiting.push(resolve);
    channel.port2.postMessage(null);
  });
}

const problems = new Map<Variant, string | null>();

/**
 * Why a variant cannot be used; null if it can. A page cannot set the engine flag that 'wide'
 * needs.
 */
function checkVariant(variant: Variant): string | null {
  if (variant === 'wide') return 'browsers do not offer it';
  let problem = problems.get(variant);
  if (problem === undefined) {
    problem = proveVariant(variant);
    problems.set(variant, problem);
  }
  return problem;
}

/**
 * The platform that workflows run on in a browser's worker, with `threads` threads per engine
 * (default: as many as the browser allows).
 */
export function browserPlatform(threads?: number): Platform {
  return {
    startThreads: () => startThreads(threads),
    nextTurn,
    chooseVariant(wanted) {
      if (wanted === 'auto') return checkVariant('relaxed') === null ? 'relaxed' : 'exact';
      const problem = checkVariant(wanted);
      if (problem !== null) throw new Error(`the variant ${wanted} cannot be used: ${problem}.`);
      return wanted;
    },
    checkVariant,
    makeViews: makeViewsInTurns(nextTurn),
    createSha256() {
      const hash = sha256.create();
      return {
        update(data) {
          hash.update(typeof data === 'string' ? utf8ToBytes(data) : data);
        },
        digest: () => bytesToHex(hash.digest()),
      };
    },
    describeMachine: () => ({ browser: navigator.userAgent, cores: navigator.hardwareConcurrency }),
  };
}
