import { expect, it } from 'vitest';
import { describePromise } from '../../web/read/describePromise.js';

it.each([
  [0.01, { targetError: 0.01, inDomains: true }, 'Promised for paper, cells, photos, tight cuts, noise.'],
  [0.001, { targetError: 0.005, inDomains: true }, 'Here 1 in 200, its best for cells, photos and noise.'],
  [0.01, { targetError: 0.01, inDomains: false }, 'Promised for pictures like its own examples.'],
  [0.001, { targetError: 0.002, inDomains: false }, 'Here 1 in 500, its best for pictures like its own examples.'],
  [0.01, { targetError: null, inDomains: true }, 'This model can promise no rate: all digits are shown.'],
  [1, { targetError: null, inDomains: true }, null],
  [0.01, null, null],
])('a rate of %d with %j is described', (asked, promised, text) => {
  expect(describePromise(asked, promised)).toBe(text);
});
