import { describe, expect, it } from 'vitest';
import { race } from '../../bench/race/race.js';

type Contender = Parameters<typeof race>[0][number];

/** A contender whose n-th round gives n, and which writes down what is done with it. */
function contender(name: string, log: string[], options: { logit?: number; failsInRound?: number } = {}): Contender {
  const { logit = 1, failsInRound } = options;
  let rounds = 0;
  return {
    ...{ side: 'peer', family: name, name, variant: null, node: null, threads: 1, batch: 1 },
    open() {
      log.push(`${name} opens`);
      return Promise.resolve({
        outputs: { logits: [logit] },
        round() {
          if (rounds === failsInRound) return Promise.reject(new Error(`${name} broke\nand more`));
          log.push(`${name}${rounds}`);
          return Promise.resolve(rounds++);
        },
        close() {
          log.push(`${name} closes`);
          return Promise.resolve();
        },
      });
    },
  };
}

const options = { rounds: 3, roundMs: 1, expected: () => Promise.resolve({ logits: [1] }), say: () => undefined };

describe('race', () => {
  it('warms all contenders up, then asks each for one round at a time', async () => {
    const log: string[] = [];
    const results = await race([contender('a', log), contender('b', log)], options);
    expect(log.join(', ')).toBe('a opens, a0, b opens, b0, a1, b1, b2, a2, b3, a3, a closes, b closes');
    expect(results.map(({ values }) => values)).toEqual([
      [1, 2, 3],
      [1, 2, 3],
    ]);
  });

  it('does not time a contender that disagrees, and says so', async () => {
    const log: string[] = [];
    const [wrong, right] = await race([contender('wrong', log, { logit: 1.1 }), contender('right', log)], options);
    expect(wrong).toMatchObject({
      values: [],
      failure: 'disagrees, not timed: logits[0] must be 1. Received 1.1.',
    });
    expect(right).toMatchObject({ values: [1, 2, 3], failure: null });
    expect(log).not.toContain('wrong0');
    expect(log).toContain('wrong closes');
  });

  it('drops a contender that fails midway, and goes on with the others', async () => {
    const log: string[] = [];
    const [fragile, sound] = await race([contender('x', log, { failsInRound: 2 }), contender('y', log)], options);
    expect(fragile).toMatchObject({ values: [], failure: 'x broke' });
    expect(sound.values).toEqual([1, 2, 3]);
    expect(log.filter((entry) => entry.startsWith('x'))).toEqual(['x opens', 'x0', 'x1', 'x closes']);
  });

  it('reports a contender that cannot be opened', async () => {
    const absent: Contender = { ...contender('absent', []), open: () => Promise.reject(new Error('not installed')) };
    expect(await race([absent], options)).toMatchObject([{ values: [], failure: 'not installed' }]);
  });
});
