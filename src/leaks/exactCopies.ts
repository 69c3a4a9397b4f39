import { INPUT_LENGTH } from '../ink/mnistInput.js';

/**
 * For each row [N] of `inputs` [N, 784], the first row with exactly the same picture; the row
 * itself if no earlier one has it.
 */
export function exactCopies(inputs: Uint8Array): Uint32Array {
  const length = inputs.length / INPUT_LENGTH;
  const firsts = new Uint32Array(length);
  const seen = new Map<number, number[]>();
  for (let row = 0; row < length; row++) {
    const key = hashOf(inputs, row * INPUT_LENGTH);
    const others = seen.get(key);
    const first = others?.find((other) => areEqual(inputs, other * INPUT_LENGTH, row * INPUT_LENGTH));
    firsts[row] = first ?? row;
    if (first !== undefined) continue;
    if (others === undefined) seen.set(key, [row]);
    else others.push(row);
  }
  return firsts;
}

/** FNV-1a, 32 bits (Fowler, Noll & Vo). */
function hashOf(bytes: Uint8Array, from: number): number {
  let hash = 0x811c9dc5;
  for (let i = from; i < from + INPUT_LENGTH; i++) hash = Math.imul(hash ^ bytes[i], 0x01000193);
  return hash;
}

function areEqual(bytes: Uint8Array, a: number, b: number): boolean {
  for (let i = 0; i < INPUT_LENGTH; i++) if (bytes[a + i] !== bytes[b + i]) return false;
  return true;
}
