import type { SplitName } from '../dataset.js';

const SPLITS: ReadonlyMap<string, SplitName> = new Map([
  ['train', 'train'],
  ['training', 'train'],
  ['tra', 'train'],
  ['val', 'val'],
  ['valid', 'val'],
  ['validation', 'val'],
  ['test', 'test'],
  ['testing', 'test'],
  ['tes', 'test'],
  ['t10k', 'test'],
]);

/** The part that a name stands for, letter by letter but for their case: `Train`, `val`. */
export function splitOfWord(name: string): SplitName | null {
  return SPLITS.get(name.toLowerCase()) ?? null;
}

/**
 * The part that one of the words in a name stands for: `mnist_train.csv`, `testSet`, `trainset`.
 * Null if none does, or if they disagree.
 */
export function splitOfName(name: string): SplitName | null {
  const words = name.replace(/([a-z])([A-Z])/g, '$1 $2').split(/[^A-Za-z0-9]+/);
  const found = new Set(words.flatMap((word) => splitOfWord(word.replace(ENDING, '')) ?? []));
  const [only] = found;
  return found.size === 1 ? only : null;
}

const ENDING = /(?:set|data|images|labels|digits)$/i;
