/**
 * An affine map between the frames of two drawings, [xx, xy, x, yx, yy, y]: the point (u, v) of the first is the point
 * (xx u + xy v + x, yx u + yy v + y) of the second.
 */
export type AffineMap = readonly [xx: number, xy: number, x: number, yx: number, yy: number, y: number];

/** One drawing that others are laid over, with all that is the same for each of them. */
export interface Template {
  /** Orthonormal: how it looks, and how that changes when its strokes get a little wider. [side, side] each */
  readonly looks: readonly Float32Array[];
  /** [6][side, side]: how it changes with each number of the map, `looks` taken out. */
  readonly steepest: readonly Float32Array[];
  /** [6, 6], inverse of the products of `steepest`. */
  readonly inverse: Float64Array;
}

export interface Registered {
  readonly map: AffineMap;
  /** Share of the second drawing, 0..1, that the first does not explain under the best map: squares over squares. */
  readonly residual: number;
}

export interface Registration {
  readonly side: number;
  /** From -reach to reach in units of the frame. */
  readonly reach: number;
  /** `picture` and `widening` (how it changes as strokes get wider) are [side, side], cells of the frame. */
  template(picture: Float32Array, widening: Float32Array): Template;
  /** Lays `picture` [side, side] over the template, beginning with `start`, in at most `rounds` steps. */
  align(template: Template, picture: Float32Array, start: AffineMap, rounds: number): Registered;
}

/** Keeps the six equations solvable for drawings without a direction, such as bars. */
const RIDGE = 1e-3;
const SMALL_STEP = 3e-3;

/**
 * Registration of drawings by Gauss-Newton: inverse compositional, with the looks projected out (Baker & Matthews 2004,
 * "Lucas-Kanade 20 years on", doi 10.1023/B:VISI.0000011205.11775.fd), so that neither ink nor a little stroke width counts as
 * a difference.
 */
export function createRegistration(side: number, reach: number): Registration {
  const cells = side * side;
  const step = (2 * reach) / (side - 1);
  const places = Float32Array.from({ length: side }, (_, i) => i * step - reach);
  const warped = new Float32Array(cells);

  return {
    side,
    reach,
    template(picture, widening) {
      const looks: Float32Array[] = [];
      for (const look of [picture, widening]) {
        const rest = projectOut(Float32Array.from(look), looks);
        const length = Math.sqrt(dot(rest, rest));
        if (length > 1e-6) looks.push(rest.map((value) => value / length));
      }
      const scale = 1 / (Math.sqrt(dot(picture, picture)) || 1);
      const steepest = Array.from({ length: 6 }, () => new Float32Array(cells));
      for (let y = 0; y < side; y++) {
        for (let x = 0; x < side; x++) {
          const i = y * side + x;
          const across = (picture[x < side - 1 ? i + 1 : i] - picture[x > 0 ? i - 1 : i]) * (scale / (2 * step));
          const down = (picture[y < side - 1 ? i + side : i] - picture[y > 0 ? i - side : i]) * (scale / (2 * step));
          [steepest[0][i], steepest[1][i], steepest[2][i]] = [across * places[x], across * places[y], across];
          [steepest[3][i], steepest[4][i], steepest[5][i]] = [down * places[x], down * places[y], down];
        }
      }
      for (const direction of steepest) projectOut(direction, looks);
      const products = Float64Array.from(
        { length: 36 },
        (_, i) => dot(steepest[Math.floor(i / 6)], steepest[i % 6]) + (i % 7 === 0 ? RIDGE : 0),
      );
      return { looks, steepest, inverse: invert(products, 6) };
    },
    align(template, picture, start, rounds) {
      const { looks, steepest, inverse } = template;
      let best: Registered = { map: start, residual: 1 };
      if (looks.length === 0) return best;
      let map = start;
      const change = new Float64Array(6);
      const products = new Float64Array(6);
      for (let round = 0; ; round++) {
        warp(picture, map);
        const all = dot(warped, warped);
        if (!(all > 0)) return best;
        let unexplained = all;
        for (const look of looks) unexplained -= dot(warped, look) ** 2;
        const residual = Math.max(unexplained, 0) / all;
        if (residual < best.residual) best = { map, residual };
        const gain = dot(warped, looks[0]);
        if (round === rounds || gain < 0.1 * Math.sqrt(all)) return best;
        for (let i = 0; i < 6; i++) products[i] = dot(steepest[i], warped) / gain;
        let largest = 0;
        for (let i = 0; i < 6; i++) {
          let sum = 0;
          for (let j = 0; j < 6; j++) sum += inverse[i * 6 + j] * products[j];
          change[i] = sum;
          largest = Math.max(largest, Math.abs(sum));
        }
        const next = undo(map, change);
        if (next === null || largest < SMALL_STEP) return best;
        map = next;
      }
    },
  };

  /** Reads `picture` at the mapped places into `warped`; 0 outside. */
  function warp(picture: Float32Array, [xx, xy, x0, yx, yy, y0]: AffineMap): void {
    const inverseStep = 1 / step;
    const last = side - 1;
    for (let row = 0, i = 0; row < side; row++) {
      for (let column = 0; column < side; column++, i++) {
        const x = (xx * places[column] + xy * places[row] + x0 + reach) * inverseStep;
        const y = (yx * places[column] + yy * places[row] + y0 + reach) * inverseStep;
        if (!(x >= 0 && y >= 0 && x < last && y < last)) {
          warped[i] = 0;
          continue;
        }
        const [left, top] = [x | 0, y | 0];
        const at = top * side + left;
        const across = x - left;
        const above = picture[at] + (picture[at + 1] - picture[at]) * across;
        const below = picture[at + side] + (picture[at + side + 1] - picture[at + side]) * across;
        warped[i] = above + (below - above) * (y - top);
      }
    }
  }
}

/** The map whose result, changed by `change`, is that of `map`; null where the change folds the plane. */
function undo([xx, xy, x, yx, yy, y]: AffineMap, change: Float64Array): AffineMap | null {
  const [a, b, c, d, e, f] = [1 + change[0], change[1], change[2], change[3], 1 + change[4], change[5]];
  const determinant = a * e - b * d;
  if (!(determinant > 0.2)) return null;
  const [ia, ib, id, ie] = [e / determinant, -b / determinant, -d / determinant, a / determinant];
  const [ic, jf] = [-(ia * c + ib * f), -(id * c + ie * f)];
  return [
    ...([xx * ia + xy * id, xx * ib + xy * ie, xx * ic + xy * jf + x] as const),
    ...([yx * ia + yy * id, yx * ib + yy * ie, yx * ic + yy * jf + y] as const),
  ];
}

function projectOut(values: Float32Array<ArrayBuffer>, looks: readonly Float32Array[]): Float32Array<ArrayBuffer> {
  for (const look of looks) {
    const share = dot(values, look);
    for (let i = 0; i < values.length; i++) values[i] -= share * look[i];
  }
  return values;
}

function dot(a: Float32Array, b: Float32Array): number {
  let sum = 0;
  for (let i = 0; i < a.length; i++) sum += a[i] * b[i];
  return sum;
}

/** Gauss-Jordan, for a matrix [n, n] that is positive definite. */
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
