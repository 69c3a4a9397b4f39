import { describe, expect, it } from 'vitest';
import { softmaxCrossEntropy } from '../../src/kernels/softmaxCrossEntropy.js';
import { expectClose } from '../support/expectClose.js';

describe('softmaxCrossEntropy', () => {
  it('gives ln K for equal logits, and counts the first among equals as the answer', () => {
    const dlogits = new Float64Array(8);
    const { loss, correct } = softmaxCrossEntropy(new Float64Array(8), Uint8Array.of(0, 1), dlogits, 4, 0.5, 2);
    expect(loss).toBeCloseTo(2 * Math.log(4), 14);
    expect(correct).toBe(1);
    const expected = [-0.375, 0.125, 0.125, 0.125, 0.125, -0.375, 0.125, 0.125];
    expectClose('dlogits', dlogits, expected, { atol: 1e-15, rtol: 0 });
  });

  it('stays finite for logits of thousands', () => {
    const dlogits = new Float32Array(3);
    const { loss } = softmaxCrossEntropy(Float32Array.of(5000, -5000, 0), Uint8Array.of(1), dlogits, 3, 1, 1);
    expect(loss).toBe(10_000);
    expect(Array.from(dlogits)).toEqual([1, -1, 0]);
  });

  it('changes nothing if there are no images', () => {
    const dlogits = new Float32Array(3).fill(7);
    expect(softmaxCrossEntropy(new Float32Array(3), Uint8Array.of(1), dlogits, 3, 1, 0)).toEqual({
      loss: 0,
      correct: 0,
    });
    expect(Array.from(dlogits)).toEqual([7, 7, 7]);
  });
});
