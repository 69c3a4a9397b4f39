/** @typedef {import('../../../dist/image/pixels.js').RgbaImage} RgbaImage */
/** @typedef {import('./perspective.js').Point} Point */
/** @typedef {import('./perspective.js').Quad} Quad */
/** @typedef {{ readonly width: number, readonly height: number, readonly dark: Uint8Array }} Bitmap */
/** @typedef {{ readonly y: number, readonly start: number, readonly end: number }} Run a dark line */

/** The steepest slope of a strip, and the step of the search. */
const STEEPEST = 0.16;
const SLOPE_STEP = 0.004;
/** The least width of a strip as a share of the page's, and its height as a share of its width. */
const NARROWEST = 0.2;
const [LOWEST, HIGHEST] = [0.08, 0.25];
/** White pixels that a line may have in a row, in the halved page. */
const WIDEST_GAP = 2;
/** The least share of a line that must be dark, for the worst line of a strip. */
const LEAST_DARK = 0.9;

/**
 * The outer corners of a printed strip of `boxes` equal boxes side by side, in pixels: the middle
 * of its border. Looks for two parallel lines that are joined by boxes + 1 lines at equal
 * distances. Null if the page has none.
 *
 * @param {RgbaImage} page
 * @param {number} boxes
 * @returns {Quad | null}
 */
export function findStrip(page, boxes) {
  const whole = binarise(page);
  const half = dilate(halve(whole));
  let best = { score: -1, quad: /** @type {Quad | null} */ (null) };
  const steps = Math.round(STEEPEST / SLOPE_STEP);
  for (let step = -steps; step <= steps; step++) {
    const slope = step * SLOPE_STEP;
    for (const quad of pairs(findRuns(half, slope), slope)) {
      const score = scoreOf(half, quad, boxes);
      if (score > best.score) best = { score, quad };
    }
  }
  if (best.quad === null) return null;
  const wide = dilate(whole);
  const quad = refine([whole, wide], scale(best.quad, 2), boxes);
  const least = Math.min(...linesOf(quad, boxes).map(([from, to]) => shareDark(wide, from, to)));
  return least < LEAST_DARK ? null : scale(quad, 1, 0.5);
}

/**
 * @param {RgbaImage} page
 * @returns {Bitmap}
 */
function binarise({ width, height, data }) {
  return { width, height, dark: new Uint8Array(width * height).map((_, i) => (data[4 * i + 1] < 128 ? 1 : 0)) };
}

/**
 * Half the size; dark where any of four pixels is.
 *
 * @param {Bitmap} bitmap
 * @returns {Bitmap}
 */
function halve({ width, height, dark }) {
  const small = { width: width >> 1, height: height >> 1, dark: new Uint8Array((width >> 1) * (height >> 1)) };
  for (let y = 0, out = 0; y < small.height; y++) {
    for (let x = 0; x < small.width; x++, out++) {
      const at = 2 * (y * width + x);
      small.dark[out] = dark[at] | dark[at + 1] | dark[at + width] | dark[at + width + 1];
    }
  }
  return small;
}

/**
 * Dark also where one of the eight pixels around is: lines are not quite straight, nor at equal
 * distances.
 *
 * @param {Bitmap} bitmap
 * @returns {Bitmap}
 */
function dilate({ width, height, dark }) {
  const wide = dark.slice();
  for (let y = 1; y < height - 1; y++) {
    for (let x = 1, at = y * width + 1; x < width - 1; x++, at++) {
      if (dark[at] === 0) continue;
      for (let row = at - width; row <= at + width; row += width) wide.fill(1, row - 1, row + 2);
    }
  }
  return { width, height, dark: wide };
}

/**
 * Long dark lines of one slope; `y` is where each would cross x = 0.
 *
 * @param {Bitmap} bitmap
 * @param {number} slope
 * @returns {Run[]}
 */
function findRuns({ width, height, dark }, slope) {
  const drift = Int32Array.from({ length: width }, (_, x) => Math.round(slope * x));
  const runs = [];
  for (let y = -Math.max(0, drift[width - 1]); y < height - Math.min(0, drift[width - 1]); y++) {
    let start = -1;
    let last = -1;
    for (let x = 0; x <= width; x++) {
      const row = y + (drift[x] ?? 0);
      if (x < width && row >= 0 && row < height && dark[row * width + x] === 1) {
        if (start < 0) start = x;
        last = x;
      } else if (start >= 0 && (x === width || x - last > WIDEST_GAP)) {
        if (last - start >= NARROWEST * width) runs.push({ y, start, end: last });
        start = -1;
      }
    }
  }
  return runs;
}

/**
 * The strips that two of the lines could bound.
 *
 * @param {readonly Run[]} runs
 * @param {number} slope
 * @returns {Generator<Quad>}
 */
function* pairs(runs, slope) {
  for (const top of runs) {
    for (const bottom of runs) {
      const length = top.end - top.start;
      const share = (bottom.y - top.y) / length;
      if (share < LOWEST || share > HIGHEST) continue;
      if (Math.abs(top.start - bottom.start) + Math.abs(top.end - bottom.end) > 0.1 * length) continue;
      /** @type {(run: Run, x: number) => Point} */
      const at = (run, x) => [x, run.y + slope * x];
      yield [at(top, top.start), at(top, top.end), at(bottom, bottom.end), at(bottom, bottom.start)];
    }
  }
}

/**
 * The lines of a strip: above, below, and beside each box.
 *
 * @param {Quad} quad
 * @param {number} boxes
 * @returns {[Point, Point][]}
 */
function linesOf([topLeft, topRight, bottomRight, bottomLeft], boxes) {
  /** @type {[Point, Point][]} */
  const lines = [
    [topLeft, topRight],
    [bottomLeft, bottomRight],
  ];
  for (let i = 0; i <= boxes; i++) {
    lines.push([between(topLeft, topRight, i / boxes), between(bottomLeft, bottomRight, i / boxes)]);
  }
  return lines;
}

/**
 * How dark the lines are: the mean of their dark shares, those above and below counting as much as
 * all others.
 *
 * @param {Bitmap} bitmap
 * @param {Quad} quad
 * @param {number} boxes
 */
function scoreOf(bitmap, quad, boxes) {
  const [above, below, ...beside] = linesOf(quad, boxes).map(([from, to]) => shareDark(bitmap, from, to));
  return (above + below) / 4 + beside.reduce((sum, share) => sum + share, 0) / (2 * beside.length);
}

/**
 * Moves each corner, ever finer, to where the lines are darkest in both bitmaps.
 *
 * @param {readonly [Bitmap, Bitmap]} bitmaps
 * @param {Quad} quad
 * @param {number} boxes
 * @returns {Quad}
 */
function refine([whole, wide], quad, boxes) {
  /** @type {(moved: Quad) => number} */
  const darkness = (moved) => scoreOf(whole, moved, boxes) + scoreOf(wide, moved, boxes);
  let best = { quad, score: darkness(quad) };
  for (let step = 4; step >= 0.5; ) {
    let moved = false;
    for (let corner = 0; corner < 4; corner++) {
      for (const [dx, dy] of [
        [step, 0],
        [-step, 0],
        [0, step],
        [0, -step],
      ]) {
        const [a, b, c, d] = best.quad.map(
          /** @returns {Point} */ ([x, y], i) => (i === corner ? [x + dx, y + dy] : [x, y]),
        );
        const score = darkness([a, b, c, d]);
        if (score <= best.score) continue;
        best = { quad: [a, b, c, d], score };
        moved = true;
      }
    }
    if (!moved) step /= 2;
  }
  return best.quad;
}

/**
 * @param {Bitmap} bitmap
 * @param {Point} from
 * @param {Point} to
 */
function shareDark({ width, height, dark }, from, to) {
  const steps = Math.ceil(Math.max(Math.abs(to[0] - from[0]), Math.abs(to[1] - from[1]), 1));
  let count = 0;
  for (let i = 0; i <= steps; i++) {
    const [x, y] = between(from, to, i / steps).map(Math.round);
    if (x >= 0 && y >= 0 && x < width && y < height) count += dark[y * width + x];
  }
  return count / (steps + 1);
}

/**
 * @param {Point} from
 * @param {Point} to
 * @param {number} share
 * @returns {Point}
 */
function between([ax, ay], [bx, by], share) {
  return [ax + share * (bx - ax), ay + share * (by - ay)];
}

/**
 * @param {Quad} quad
 * @param {number} factor
 * @param {number} [shift]
 * @returns {Quad}
 */
function scale([a, b, c, d], factor, shift = 0) {
  /** @type {(point: Point) => Point} */
  const scaled = ([x, y]) => [factor * x + shift, factor * y + shift];
  return [scaled(a), scaled(b), scaled(c), scaled(d)];
}
