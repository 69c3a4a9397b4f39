/** @typedef {readonly [x: number, y: number]} Point */
/** @typedef {readonly [Point, Point, Point, Point]} Quad top left, top right, bottom right, bottom left */

/**
 * The perspective that takes the unit square to `quad`: (0, 0) to its first corner, (1, 0) to its
 * second, (1, 1) to its third. Formula: Heckbert 1989, "Fundamentals of Texture Mapping and Image
 * Warping", section 2.2.3.
 *
 * @param {Quad} quad
 * @returns {(u: number, v: number) => Point}
 */
export function perspective([[x0, y0], [x1, y1], [x2, y2], [x3, y3]]) {
  const [dx1, dx2, sx] = [x1 - x2, x3 - x2, x0 - x1 + x2 - x3];
  const [dy1, dy2, sy] = [y1 - y2, y3 - y2, y0 - y1 + y2 - y3];
  const area = dx1 * dy2 - dx2 * dy1;
  const g = (sx * dy2 - dx2 * sy) / area;
  const h = (dx1 * sy - sx * dy1) / area;
  return (u, v) => {
    const w = 1 + g * u + h * v;
    return [
      (x0 + (x1 - x0 + g * x1) * u + (x3 - x0 + h * x3) * v) / w,
      (y0 + (y1 - y0 + g * y1) * u + (y3 - y0 + h * y3) * v) / w,
    ];
  };
}
