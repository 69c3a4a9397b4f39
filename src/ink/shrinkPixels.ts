import type { RgbaImage } from '../image/pixels.js';

/**
 * The most rows and columns that are averaged into one. If there are more, only every second or
 * third is used.
 */
const MOST = 4;

/**
 * Averages a large picture down by the smallest whole factor that makes its longer side at most
 * `side` pixels. A picture that is not larger is returned unchanged. Colours are weighted by their
 * alpha.
 */
export function shrinkPixels(image: RgbaImage, side: number): RgbaImage {
  const factor = Math.ceil(Math.max(image.width, image.height) / side);
  if (factor <= 1) return image;
  const width = Math.ceil(image.width / factor);
  const height = Math.ceil(image.height / factor);
  const step = Math.ceil(factor / MOST);
  const data = new Uint8Array(4 * width * height);
  const sums = new Uint32Array(4 * width);
  for (let y = 0; y < height; y++) {
    sums.fill(0);
    const end = Math.min(image.height, (y + 1) * factor);
    let rows = 0;
    for (let row = y * factor; row < end; row += step, rows++) addRow(image, row, { factor, step }, sums);
    for (let x = 0, p = 0; x < width; x++, p += 4) {
      const alpha = sums[p + 3];
      if (alpha === 0) continue;
      const out = 4 * y * width + p;
      const columns = Math.ceil((Math.min(image.width, (x + 1) * factor) - x * factor) / step);
      data[out] = sums[p] / alpha + 0.5;
      data[out + 1] = sums[p + 1] / alpha + 0.5;
      data[out + 2] = sums[p + 2] / alpha + 0.5;
      data[out + 3] = alpha / (rows * columns) + 0.5;
    }
  }
  return { width, height, data };
}

/**
 * Adds every `step`-th pixel of a row to sums [width, 4] of colour * alpha, and of alpha, of
 * `factor` pixels each.
 */
function addRow(
  { width, data }: RgbaImage,
  row: number,
  { factor, step }: { readonly factor: number; readonly step: number },
  sums: Uint32Array,
): void {
  const begin = 4 * row * width;
  for (let x = 0, out = 0; x < width; x += factor, out += 4) {
    let red = 0;
    let green = 0;
    let blue = 0;
    let opacity = 0;
    const end = begin + 4 * Math.min(width, x + factor);
    for (let p = begin + 4 * x; p < end; p += 4 * step) {
      const alpha = data[p + 3];
      red += alpha * data[p];
      green += alpha * data[p + 1];
      blue += alpha * data[p + 2];
      opacity += alpha;
    }
    sums[out] += red;
    sums[out + 1] += green;
    sums[out + 2] += blue;
    sums[out + 3] += opacity;
  }
}
