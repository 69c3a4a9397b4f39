import { cpus } from 'node:os';
import { setImmediate as nextTurn } from 'node:timers/promises';
import type { Platform } from '../../workflows/platform.js';
import { cachedViews } from '../datasets/viewCache.js';
import { createSha256 } from '../files/createSha256.js';
import { packageVersion } from '../files/packageVersion.js';
import { checkVariant, chooseVariant } from './chooseVariant.js';
import { availableThreads } from './availableThreads.js';
import { viewThreads } from './viewThreads.js';
import { startThreads } from './startThreads.js';

/**
 * Node as workflows need it, with `threads` threads per engine.
 *
 * @default as many as there are processors
 */
export function nodePlatform(threads?: number): Platform {
  return {
    startThreads: () => startThreads(threads),
    nextTurn: () => nextTurn(),
    chooseVariant,
    checkVariant: (variant) => checkVariant(variant).problem,
    makeViews: cachedViews(viewThreads(availableThreads(threads))),
    createSha256,
    describeMachine: () => ({
      numerist: packageVersion(),
      node: process.version,
      processor: cpus()[0]?.model ?? 'unknown',
      cores: cpus().length,
    }),
  };
}
