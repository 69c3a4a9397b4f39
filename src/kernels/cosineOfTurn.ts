/**
 * cos(pi * turn), from +, -, * and / alone: Math.cos may differ in the last
 * bit from one JavaScript engine to the next, and a learning rate affects all weights after it. It
 * is the Taylor series to x^22 / 22! for |x| <= pi / 2, with an error below 1e-15.
 */
export function cosineOfTurn(turn: number): number {
  const rest = Math.abs(turn) % 2;
  const share = rest > 1 ? 2 - rest : rest;
  const mirrored = share > 0.5;
  const x = Math.PI * (mirrored ? 1 - share : share);
  const square = x * x;
  let sum = 1;
  for (let i = 22; i >= 2; i -= 2) sum = 1 - (sum * square) / (i * (i - 1));
  return mirrored ? -sum : sum;
}
