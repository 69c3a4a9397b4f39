import type { RgbaImage } from '../image/pixels.js';

/** Alpha from which a pixel counts as opaque. */
const OPAQUE = 128;
/** Standard deviation of the opaque pixels' luminance, 0..255, above which the colours and not the alpha hold the picture. */
const VARIED = 16;

/**
 * The picture as luminance [height, width], 0 = black, 255 = white.
 *
 * Where alpha varies and the opaque pixels are of one colour, the drawing is in the alpha: it is read as black on white,
 * whatever its colour, so that 255 - alpha is the luminance. Where the opaque pixels vary too (a photo with cut corners, a
 * drawing with white strokes over black ones), the picture is laid on a ground first.
 */
export function toLuminance(image: RgbaImage): Uint8Array {
  const { data } = image;
  const luminance = new Uint8Array(image.width * image.height);
  if (!alphaVaries(data)) {
    for (let i = 0, p = 0; i < luminance.length; i++, p += 4)
      luminance[i] = luminanceOf(data[p], data[p + 1], data[p + 2]);
    return luminance;
  }

  const { share, mean, deviation } = opaqueStatistics(data);
  if (deviation <= VARIED) {
    for (let i = 0, p = 3; i < luminance.length; i++, p += 4) luminance[i] = 255 - data[p];
    return luminance;
  }
  // The ground that a mostly opaque picture is most likely to have, and the white that sketches are drawn over.
  const ground = share > 0.5 && mean < 128 ? 0 : 255;
  for (let i = 0, p = 0; i < luminance.length; i++, p += 4) {
    const alpha = data[p + 3];
    const value = luminanceOf(data[p], data[p + 1], data[p + 2]);
    luminance[i] = (value * alpha + ground * (255 - alpha) + 127) / 255;
  }
  return luminance;
}

/** Rec. 601 weights in 1/65536, which sum to 1: a gray pixel keeps its value exactly. */
function luminanceOf(red: number, green: number, blue: number): number {
  return (19_595 * red + 38_470 * green + 7_471 * blue + 32_768) >> 16;
}

function alphaVaries(data: RgbaImage['data']): boolean {
  for (let p = 7; p < data.length; p += 4) if (data[p] !== data[3]) return true;
  return false;
}

function opaqueStatistics(data: RgbaImage['data']) {
  let count = 0;
  let sum = 0;
  let squares = 0;
  for (let p = 0; p < data.length; p += 4) {
    if (data[p + 3] < OPAQUE) continue;
    const value = luminanceOf(data[p], data[p + 1], data[p + 2]);
    count++;
    sum += value;
    squares += value * value;
  }
  const mean = sum / Math.max(1, count);
  return {
    share: count / (data.length / 4),
    mean,
    deviation: Math.sqrt(Math.max(0, squares / Math.max(1, count) - mean * mean)),
  };
}
