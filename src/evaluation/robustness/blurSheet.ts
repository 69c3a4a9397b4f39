import type { Sheet } from './sheet.js';

/**
 * Blurs a sheet by a Gaussian of `sigma` pixels, above 0. Beyond its edges the sheet continues as
 * paper.
 */
export function blurSheet({ side, ink, paper }: Sheet, sigma: number): Sheet {
  const reach = Math.ceil(3 * sigma);
  const weights = Float64Array.from({ length: 2 * reach + 1 }, (_, i) =>
    Math.exp(-((i - reach) ** 2) / (2 * sigma ** 2)),
  );
  const total = weights.reduce((sum, weight) => sum + weight, 0);
  const along = (at: (line: number, place: number) => number): Float64Array => {
    const out = new Float64Array(side * side);
    for (let line = 0; line < side; line++) {
      for (let place = 0; place < side; place++) {
        let sum = 0;
        for (let tap = -reach; tap <= reach; tap++) {
          const from = place + tap;
          sum += weights[tap + reach] * (from < 0 || from >= side ? paper : at(line, from));
        }
        out[line * side + place] = sum / total;
      }
    }
    return out;
  };
  const rows = along((y, x) => ink[y * side + x]); // [y, x]
  const columns = along((x, y) => rows[y * side + x]); // [x, y]
  const blurred = ink.map((_, i) => columns[(i % side) * side + Math.floor(i / side)] + 0.5);
  return { side, ink: blurred, paper };
}
