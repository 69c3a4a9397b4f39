import { afterEach, describe, expect, it } from 'vitest';
import { chooseVariant } from '../../src/node/threads/chooseVariant.js';

const before = process.env.NUMERIST_ENGINE;
afterEach(() => {
  if (before === undefined) delete process.env.NUMERIST_ENGINE;
  else process.env.NUMERIST_ENGINE = before;
});

describe('chooseVariant', () => {
  it('prefers the named variant to the one in the environment', () => {
    process.env.NUMERIST_ENGINE = 'nonsense';
    expect(chooseVariant('exact')).toBe('exact');
  });

  it('takes the variant in the environment for auto', () => {
    process.env.NUMERIST_ENGINE = 'exact';
    expect(chooseVariant('auto')).toBe('exact');
    process.env.NUMERIST_ENGINE = 'fast';
    expect(() => chooseVariant('auto')).toThrow(
      'NUMERIST_ENGINE must be one of auto, exact, relaxed, wide. Received fast.',
    );
  });

  it('otherwise takes the fastest variant that this Node runs', () => {
    delete process.env.NUMERIST_ENGINE;
    const [major] = process.versions.node.split('.').map(Number);
    const expected = major < 21 ? ['exact'] : major < 24 ? ['relaxed', 'wide'] : ['wide', 'relaxed'];
    expect(expected).toContain(chooseVariant('auto'));
  });

  it('refuses a variant that this Node does not have, and says why', () => {
    const [major] = process.versions.node.split('.').map(Number);
    if (major >= 23) {
      console.log('skipped: this Node may have every variant');
      return;
    }
    expect(() => chooseVariant('wide')).toThrow(
      /engine wide cannot be used: Node .* has no (relaxed SIMD|revectoriser)/,
    );
  });
});
