/**
 * An affine map between the frames of two drawings, [xx, xy, x, yx, yy, y]: the point (u, v) of the
 * first is the point (xx u + xy v + x, yx u + yy v + y) of the second.
 */
export type AffineMap = readonly [xx: number, xy: number, x: number, yx: number, yy: number, y: number];

/** A drawing that others are laid over, with everything that can be computed in advance. */
export interface Template {
  /** The cells that count, in ascending order. */
  readonly cells: Uint16Array;
  /**
   * [cells, 8]: two orthonormal appearance vectors (the picture, and its change when its strokes
   * become a little wider), then the change of the picture with each of the six numbers of the map,
   * with the appearance projected out.
   */
  readonly basis: Float32Array;
  /** [6, 6], the inverse of the matrix of products of the last six. */
  readonly inverse: Float64Array;
}

export interface Registered {
  readonly map: AffineMap;
  /**
   * Share of the second drawing, 0..1, that the first does not explain under the best map: the
   * ratio of two sums of squares.
   */
  readonly residual: number;
}

export interface Registration {
  readonly side: number;
  /** The cells cover -reach..reach, in units of the frame. */
  readonly reach: number;
  /**
   * `picture` and `widening` (its change when strokes become wider) are [side, side], cells of the
   * frame. `counts` [side, side] is 0 where nothing is known about the drawing.
   */
  template(picture: Float32Array, widening: Float32Array, counts: Uint8Array): Template;
  /**
   * Aligns `picture` [side, side] with the template, beginning with `start`, in at most `rounds`
   * steps.
   */
  align(template: Template, picture: Float32Array, start: AffineMap, rounds: number): Registered;
}

const LOOKS = 2;
const NUMBERS = 6;
const COLUMNS = LOOKS + NUMBERS;
/**
 * Keeps the six equations solvable for drawings that do not determine all six numbers, such as
 * bars.
 */
const RIDGE = 1e-3;
const SMALL_STEP = 3e-3;

/**
 * Registration of drawings by the Gauss-Newton method: inverse compositional, with the appearance
 * projected out (Baker & Matthews 2004, "Lucas-Kanade 20 years on", doi
 * 10.1023/B:VISI.0000011205.11775.fd), so that neither the strength of the ink nor a small
 * difference in stroke width counts.
 */
export function createRegistration(side: number, reach: number): Registration {
  const step = (2 * reach) / (side - 1);
  const places = Float32Array.from({ length: side }, (_, i) => i * step - reach);
  /** Products of the warped picture with the columns of the basis, and with itself. */
  const products = new Float64Array(COLUMNS + 1);
  const change = new Float64Array(NUMBERS);

  return {
    side,
    reach,
    template(picture, widening, counts) {
      const cells = Uint16Array.from(picture.keys()).filter((cell) => counts[cell] !== 0);
      const columns = Array.from({ length: COLUMNS }, () => new Float64Array(cells.length));
      const scale = 1 / (Math.sqrt(picture.reduce((sum, value) => sum + value * value, 0)) || 1);
      cells.forEach((cell, i) => {
        const [x, y] = [cell % side, Math.floor(cell / side)];
        const right = picture[x < side - 1 ? cell + 1 : cell];
        const across = (right - picture[x > 0 ? cell - 1 : cell]) * (scale / (2 * step));
        const below = picture[y < side - 1 ? cell + side : cell];
        const down = (below - picture[y > 0 ? cell - side : cell]) * (scale / (2 * step));
        [columns[0][i], columns[1][i]] = [picture[cell], widening[cell]];
        [columns[2][i], columns[3][i], columns[4][i]] = [across * places[x], across * places[y], across];
        [columns[5][i], columns[6][i], columns[7][i]] = [down * places[x], down * places[y], down];
      });
      for (let look = 0; look < LOOKS; look++) {
        const length = Math.sqrt(dot(columns[look], columns[look]));
        columns[look].forEach((value, i) => (columns[look][i] = length > 1e-6 ? value / length : 0));
        for (const later of columns.slice(look + 1)) projectOut(later, columns[look]);
      }
      const squares = Float64Array.from({ length: NUMBERS * NUMBERS }, (_, i) => {
        const [a, b] = [columns[LOOKS + Math.floor(i / NUMBERS)], columns[LOOKS + (i % NUMBERS)]];
        return dot(a, b) + (a === b ? RIDGE : 0);
      });
      const basis = Float32Array.from(
        { length: cells.length * COLUMNS },
        (_, i) => columns[i % COLUMNS][Math.floor(i / COLUMNS)],
      );
      return { cells, basis, inverse: invert(squares, NUMBERS) };
    },
    align(template, picture, start, rounds) {
      let best: Registered = { map: start, residual: 1 };
      let map = start;
      for (let round = 0; ; round++) {
        multiply(template, picture, map);
        const all = products[COLUMNS];
        if (!(all > 0)) return best;
        const residual = Math.max(all - products[0] * products[0] - products[1] * products[1], 0) / all;
        if (residual < best.residual) best = { map, residual };
        if (round === rounds || products[0] < 0.1 * Math.sqrt(all)) return best;
        let largest = 0;
        for (let i = 0; i < NUMBERS; i++) {
          let sum = 0;
          for (let j = 0; j < NUMBERS; j++) sum += template.inverse[i * NUMBERS + j] * products[LOOKS + j];
          change[i] = sum / products[0];
          largest = Math.max(largest, Math.abs(change[i]));
        }
        const next = undo(map, change);
        if (next === null || largest < SMALL_STEP) return best;
        map = next;
      }
    },
  };

  /**
   * Samples `picture` at the mapped places, 0 outside, and multiplies the result with each column
   * of the basis and with itself.
   */
  function multiply({ cells, basis }: Template, picture: Float32Array, [xx, xy, x0, yx, yy, y0]: AffineMap): void {
    const inverseStep = 1 / step;
    const last = side - 1;
    let [look, widening, a, b, c, d, e, f, all] = [0, 0, 0, 0, 0, 0, 0, 0, 0];
    for (let i = 0; i < cells.length; i++) {
      const cell = cells[i];
      const row = (cell / side) | 0;
      const u = places[cell - row * side];
      const v = places[row];
      const x = (xx * u + xy * v + x0 + reach) * inverseStep;
      const y = (yx * u + yy * v + y0 + reach) * inverseStep;
      if (!(x >= 0 && y >= 0 && x < last && y < last)) continue;
      const left = x | 0;
      const top = y | 0;
      const at = top * side + left;
      const above = picture[at] + (picture[at + 1] - picture[at]) * (x - left);
      const below = picture[at + side] + (picture[at + side + 1] - picture[at + side]) * (x - left);
      const value = above + (below - above) * (y - top);
      if (value === 0) continue;
      const column = i * COLUMNS;
      look += value * basis[column];
      widening += value * basis[column + 1];
      a += value * basis[column + 2];
      b += value * basis[column + 3];
      c += value * basis[column + 4];
      d += value * basis[column + 5];
      e += value * basis[column + 6];
      f += value * basis[column + 7];
      all += value * value;
    }
    products.set([look, widening, a, b, c, d, e, f, all]);
  }
}

/** The composition of the map with the inverse of `change`; null if the change folds the plane. */
function undo([xx, xy, x, yx, yy, y]: AffineMap, change: Float64Array): AffineMap | null {
  const [a, b, c, d, e, f] = [1 + change[0], change[1], change[2], change[3], 1 + change[4], change[5]];
  const determinant = a * e - b * d;
  if (!(determinant > 0.2)) return null;
  const [ia, ib, id, ie] = [e / determinant, -b / determinant, -d / determinant, a / determinant];
  const [ic, jf] = [-(ia * c + ib * f), -(id * c + ie * f)];
  return [
    xx * ia + xy * id,
    xx * ib + xy * ie,
    xx * ic + xy * jf + x,
    yx * ia + yy * id,
    yx * ib + yy * ie,
    yx * ic + yy * jf + y,
  ];
}

function projectOut(values: Float64Array, look: Float64Array): void {
  const share = dot(values, look);
  for (let i = 0; i < values.length; i++) values[i] -= share * look[i];
}

function dot(a: Float64Array, b: Float64Array): number {
  let sum = 0;
  for (let i = 0; i < a.length; i++) sum += a[i] * b[i];
  return sum;
}

/** Inverts a positive definite matrix [n, n] by Gauss-Jordan elimination. */
function invert(matrix: Float64Array, n: number): Float64Array {
  const left = matrix.slice();
  const right = new Float64Array(n * n);
  for (let i = 0; i < n; i++) right[i * n + i] = 1;
  for (let i = 0; i < n; i++) {
    const pivot = left[i * n + i];
    for (let j = 0; j < n; j++) {
      left[i * n + j] /= pivot;
      right[i * n + j] /= pivot;
    }
    for (let row = 0; row < n; row++) {
      if (row === i) continue;
      const factor = left[row * n + i];
      for (let j = 0; j < n; j++) {
        left[row * n + j] -= factor * left[i * n + j];
        right[row * n + j] -= factor * right[i * n + j];
      }
    }
  }
  return right;
}
