import type { RgbaImage } from '../../image/pixels.js';
import { cosineOfTurn } from '../../kernels/cosineOfTurn.js';

/** The luminance table of ITU-T T.81 (the JPEG standard), table K.1. */
const TABLE = [
  16, 11, 10, 16, 24, 40, 51, 61, 12, 12, 14, 19, 26, 58, 60, 55, 14, 13, 16, 24, 40, 57, 69, 56, 14, 17, 22, 29, 51,
  87, 80, 62, 18, 22, 37, 56, 68, 109, 103, 77, 24, 35, 55, 64, 81, 104, 113, 92, 49, 64, 78, 87, 103, 121, 120, 101,
  72, 92, 95, 98, 112, 100, 103, 99,
];
const SIDE = 8;

/** [8, 8], the cosines of the orthonormal DCT: row k is frequency k. */
const WAVES = Float64Array.from({ length: SIDE * SIDE }, (_, i) => {
  const [k, x] = [Math.floor(i / SIDE), i % SIDE];
  return (k === 0 ? Math.sqrt(1 / 8) : 0.5) * cosineOfTurn(((2 * x + 1) * k) / 16);
});

/**
 * Adds to a picture, in place, the errors in brightness that a JPEG of this quality (1..100, as
 * libjpeg scales it) has: blocks of 8 x 8 pixels lose their fine waves. The colours stay. The same
 * bytes on every machine.
 */
export function addJpegNoise({ width, height, data }: RgbaImage, quality: number): void {
  const scale = quality < 50 ? 5000 / quality : 200 - 2 * quality;
  const steps = TABLE.map((value) => Math.min(255, Math.max(1, Math.floor((value * scale + 50) / 100))));
  const [block, waves] = [new Float64Array(SIDE * SIDE), new Float64Array(SIDE * SIDE)];
  for (let top = 0; top < height; top += SIDE) {
    for (let left = 0; left < width; left += SIDE) {
      for (let i = 0; i < block.length; i++) {
        // Beyond the edge, the last pixels are repeated.
        const x = Math.min(width - 1, left + (i % SIDE));
        const at = 4 * (Math.min(height - 1, top + Math.floor(i / SIDE)) * width + x);
        block[i] = 0.299 * data[at] + 0.587 * data[at + 1] + 0.114 * data[at + 2] - 128;
      }
      transform(block, waves, true);
      for (let i = 0; i < waves.length; i++) waves[i] = Math.round(waves[i] / steps[i]) * steps[i] - waves[i];
      transform(waves, block, false);
      for (let i = 0; i < block.length; i++) {
        const [x, y] = [left + (i % SIDE), top + Math.floor(i / SIDE)];
        if (x >= width || y >= height) continue;
        const at = 4 * (y * width + x);
        for (let c = at; c < at + 3; c++) data[c] = Math.min(255, Math.max(0, Math.round(data[c] + block[i])));
      }
    }
  }
}

const between = new Float64Array(SIDE * SIDE);

/** The DCT of a block, or its inverse: rows, then columns. */
function transform(from: Float64Array, to: Float64Array, forward: boolean): void {
  const along = (source: Float64Array, out: Float64Array): void => {
    for (let row = 0; row < SIDE; row++) {
      for (let k = 0; k < SIDE; k++) {
        let sum = 0;
        for (let x = 0; x < SIDE; x++) {
          sum += source[row * SIDE + x] * (forward ? WAVES[k * SIDE + x] : WAVES[x * SIDE + k]);
        }
        out[k * SIDE + row] = sum; // turned over, so that the second pass works on columns
      }
    }
  };
  along(from, between);
  along(between, to);
}
