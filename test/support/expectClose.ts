import { expect } from 'vitest';

export interface Tolerance {
  readonly atol: number;
  readonly rtol: number;
}

/**
 * Fails unless |actual - expected| <= atol + rtol * |expected| for every number; NaN is never
 * close. The message gives the worst difference, its index and both values.
 */
export function expectClose(
  name: string,
  actual: ArrayLike<number>,
  expected: ArrayLike<number>,
  { atol, rtol }: Tolerance,
): void {
  expect(actual.length, `${name}: length`).toBe(expected.length);
  let outside = 0;
  let worst = -1;
  let worstAt = -1;
  for (let i = 0; i < expected.length; i++) {
    const difference = Math.abs(actual[i] - expected[i]);
    if (difference <= atol + rtol * Math.abs(expected[i])) continue; // false for NaN
    outside++;
    if (worstAt === -1 || difference > worst || Number.isNaN(difference)) {
      worst = difference;
      worstAt = i;
    }
  }
  if (outside === 0) return;
  expect.fail(
    `${name}: ${outside} of ${expected.length} numbers are not close. Worst at index ${worstAt}: ` +
      `received ${actual[worstAt]}, expected ${expected[worstAt]}, difference ${worst}.`,
  );
}
