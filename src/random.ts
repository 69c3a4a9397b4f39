/**
 * A seeded source of random numbers: the same seed and stream give the same numbers on every
 * machine.
 */
export interface Random {
  /** Uniform over 0..2^32-1. */
  next(): number;
  /** Uniform in [0, 1), 32 bits. */
  uniform(): number;
  /** Uniform integer 0..n-1, without bias; 1 <= n <= 2^32. */
  below(n: number): number;
  /** Fisher-Yates, in place. */
  shuffle(array: Uint32Array): void;
}

/**
 * xoshiro128** (Blackman & Vigna 2021, "Scrambled linear pseudorandom number generators", ACM TOMS
 * 47:4). Its state is filled by hashing `seed` and the `stream` numbers (for instance epoch and
 * purpose), so that each use has its own sequence.
 *
 * Throws RangeError unless seed and stream are integers 0..2^32-1.
 */
export function createRandom(seed: number, ...stream: number[]): Random {
  const state = new Uint32Array(4);
  let hash = 0x9e3779b9;
  for (const number of [seed, ...stream]) {
    if (!Number.isInteger(number) || number < 0 || number > 0xffffffff) {
      throw new RangeError(`createRandom: seed and stream must be integers 0..4294967295. Received ${number}.`);
    }
    hash = mix(hash ^ number);
  }
  for (let i = 0; i < 4; i++) {
    hash = (hash + 0x9e3779b9) | 0;
    state[i] = mix(hash);
  }
  state[0] |= 1; // never all zero

  const next = (): number => {
    const result = Math.imul(rotate(Math.imul(state[1], 5), 7), 9) >>> 0;
    const shifted = state[1] << 9;
    state[2] ^= state[0];
    state[3] ^= state[1];
    state[1] ^= state[2];
    state[0] ^= state[3];
    state[2] ^= shifted;
    state[3] = rotate(state[3], 11);
    return result;
  };
  const below = (n: number): number => {
    const limit = 0x100000000 - (0x100000000 % n); // values from here on would favour small numbers
    for (;;) {
      const value = next();
      if (value < limit) return value % n;
    }
  };
  return {
    next,
    uniform: () => next() / 0x100000000,
    below,
    shuffle(array) {
      for (let i = array.length - 1; i > 0; i--) {
        const j = below(i + 1);
        const kept = array[i];
        array[i] = array[j];
        array[j] = kept;
      }
    },
  };
}

function rotate(value: number, bits: number): number {
  return (value << bits) | (value >>> (32 - bits));
}

/** The 32-bit finaliser of MurmurHash3 (Appleby, public domain). */
function mix(value: number): number {
  let h = value | 0;
  h = Math.imul(h ^ (h >>> 16), 0x85ebca6b);
  h = Math.imul(h ^ (h >>> 13), 0xc2b2ae35);
  return h ^ (h >>> 16);
}
