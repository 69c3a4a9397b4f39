import type { RgbaImage } from '../image/pixels.js';
import { findColourAxis, LUMINANCE, type ColourAxis } from './findColourAxis.js';
import { wholePixels } from './wholePixels.js';

/** A pixel with at least this alpha counts as opaque. */
const OPAQUE = 128;
/**
 * If the standard deviation of the opaque pixels' luminance, 0..255, is above this, the drawing is
 * in the colours and not in alpha.
 */
const VARIED = 16;

/**
 * The picture as luminance [height, width], 0 = black, 255 = white. In place of luminance, the
 * mixture of colours is used in which the strokes stand out best; it has the same range.
 *
 * If alpha varies and the opaque pixels are of one colour, the drawing is in alpha. It is read as
 * black on white, whatever its colour, so that 255 - alpha is the luminance. If the opaque pixels
 * vary too (a photo with cut corners, a drawing with white strokes over black ones), the picture is
 * first placed on a background.
 */
export function toLuminance(image: RgbaImage): Uint8Array {
  const { data } = image;
  if (!alphaVaries(image)) return mixAll(image, findColourAxis(image));
  const luminance = new Uint8Array(image.width * image.height);
  const { share, mean, deviation } = opaqueStatistics(data);
  if (deviation <= VARIED) {
    for (let i = 0, p = 3; i < luminance.length; i++, p += 4) luminance[i] = 255 - data[p];
    return luminance;
  }
  // The likely background of a mostly opaque picture, or the white on which sketches are drawn.
  const ground = share > 0.5 && mean < 128 ? 0 : 255;
  const axis = findColourAxis(image);
  for (let i = 0, p = 0; i < luminance.length; i++, p += 4) {
    const alpha = data[p + 3];
    luminance[i] = (mix(data, p, axis) * alpha + ground * (255 - alpha) + 127) / 255;
  }
  return luminance;
}

/** One mixture of the colours of all pixels [height, width], 0..255. Alpha is ignored. */
export function mixAll(image: RgbaImage, axis: ColourAxis): Uint8Array {
  const pixels = wholePixels(image);
  const mixed = new Uint8Array(pixels.length);
  let value = mix(image.data, 0, axis);
  for (let i = 0, last = pixels[0]; i < pixels.length; i++) {
    if (pixels[i] !== last) {
      last = pixels[i];
      value = mix(image.data, 4 * i, axis);
    }
    mixed[i] = value;
  }
  return mixed;
}

/**
 * The mixture of one pixel, 0..255. Colours with a negative weight are measured from white, so that
 * the result is never below 0.
 */
function mix(data: RgbaImage['data'], p: number, { red, green, blue, least }: ColourAxis): number {
  return (red * data[p] + green * data[p + 1] + blue * data[p + 2] + least) >> 16;
}

function alphaVaries(image: RgbaImage): boolean {
  const { data } = image;
  const pixels = wholePixels(image);
  for (let i = 0; i < pixels.length; i++) if (pixels[i] !== pixels[0] && data[4 * i + 3] !== data[3]) return true;
  return false;
}

function opaqueStatistics(data: RgbaImage['data']) {
  let count = 0;
  let sum = 0;
  let squares = 0;
  for (let p = 0; p < data.length; p += 4) {
    if (data[p + 3] < OPAQUE) continue;
    const value = mix(data, p, LUMINANCE);
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
