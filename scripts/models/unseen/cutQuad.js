import { perspective } from './perspective.js';

/** @typedef {import('../../../dist/image/pixels.js').RgbaImage} RgbaImage */
/** @typedef {import('./perspective.js').Quad} Quad */

/**
 * The part of a picture within four corners (pixels; 0 is the picture's edge), as an upright
 * rectangle of about as many pixels, linear between pixels. What lies outside of the picture gets
 * the nearest pixel.
 *
 * @param {RgbaImage} image
 * @param {Quad} quad
 * @returns {RgbaImage}
 */
export function cutQuad(image, quad) {
  const [topLeft, topRight, bottomRight, bottomLeft] = quad;
  const width = Math.max(1, Math.round((distance(topLeft, topRight) + distance(bottomLeft, bottomRight)) / 2));
  const height = Math.max(1, Math.round((distance(topLeft, bottomLeft) + distance(topRight, bottomRight)) / 2));
  const place = perspective(quad);
  const data = new Uint8Array(4 * width * height);
  for (let y = 0, out = 0; y < height; y++) {
    for (let x = 0; x < width; x++, out += 4) {
      const [atX, atY] = place((x + 0.5) / width, (y + 0.5) / height);
      data.set(colourAt(image, atX - 0.5, atY - 0.5), out);
    }
  }
  return { width, height, data };
}

/**
 * @param {RgbaImage} image
 * @param {number} x
 * @param {number} y
 */
function colourAt({ width, height, data }, x, y) {
  const left = Math.floor(x);
  const top = Math.floor(y);
  const colour = [0, 0, 0, 0];
  for (const [column, row] of [
    [left, top],
    [left + 1, top],
    [left, top + 1],
    [left + 1, top + 1],
  ]) {
    const share = (1 - Math.abs(x - column)) * (1 - Math.abs(y - row));
    const at = 4 * (clamp(row, height) * width + clamp(column, width));
    for (let c = 0; c < 4; c++) colour[c] += share * data[at + c];
  }
  return colour.map(Math.round);
}

/**
 * @param {number} value
 * @param {number} size
 */
function clamp(value, size) {
  return Math.min(size - 1, Math.max(0, value));
}

/**
 * @param {import('./perspective.js').Point} a
 * @param {import('./perspective.js').Point} b
 */
function distance([ax, ay], [bx, by]) {
  return Math.hypot(ax - bx, ay - by);
}
