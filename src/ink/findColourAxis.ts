import type { RgbaImage } from '../image/pixels.js';
import { shrinkPixels } from './shrinkPixels.js';
import { wholePixels } from './wholePixels.js';

/** Weights of red, green and blue, in 1/65536; their absolute values add up to 65536. */
export interface ColourAxis {
  readonly red: number;
  readonly green: number;
  readonly blue: number;
  /**
   * Is added to the weighted sum, so that the result is never below 0 and shifting by 16 bits
   * rounds.
   */
  readonly least: number;
}

/** Rec. 601. */
export const LUMINANCE: ColourAxis = { red: 19_595, green: 38_470, blue: 7_471, least: 32_768 };

/** Longer side of the reduced picture in which the axis is sought, in pixels. */
const SIDE = 96;
/**
 * Distance of the pixels that are compared, as a share of the longer side: more than the width of a
 * stroke, and less than it takes for light to change.
 */
const DISTANCE = 1 / 10;
/** A picture whose red, green and blue differ by at most this, 0..255, counts as gray. */
const GRAY = 8;
const ROUNDS = 20;

/**
 * The mixture of red, green and blue in which strokes stand out best from their surroundings: the
 * principal axis of the differences between nearby pixels. For a gray picture it is the luminance.
 * Yellow ink on white shows in blue alone, green on red in the difference of the two.
 */
export function findColourAxis(image: RgbaImage): ColourAxis {
  if (isGray(image)) return LUMINANCE;
  const covariance = differences(shrinkPixels(image, SIDE));
  const [rr, rg, rb, gg, gb, bb] = covariance;
  // Power iteration, starting from the column of the channel that differs most.
  let axis = rr >= gg && rr >= bb ? [rr, rg, rb] : gg >= bb ? [rg, gg, gb] : [rb, gb, bb];
  for (let round = 0; round < ROUNDS; round++) {
    const length = Math.hypot(...axis);
    if (length === 0) return LUMINANCE;
    const [r, g, b] = axis.map((value) => value / length);
    axis = [rr * r + rg * g + rb * b, rg * r + gg * g + gb * b, rb * r + gb * g + bb * b];
  }
  const total = axis.reduce((sum, value) => sum + Math.abs(value), 0);
  const sign = axis[0] + axis[1] + axis[2] < 0 ? -1 : 1;
  const red = Math.round((sign * axis[0] * 65536) / total);
  const green = Math.round((sign * axis[1] * 65536) / total);
  const rest = 65536 - Math.abs(red) - Math.abs(green);
  const blue = sign * axis[2] < 0 ? -rest : rest;
  return { red, green, blue, least: 32_768 - 255 * (Math.min(0, red) + Math.min(0, green) + Math.min(0, blue)) };
}

function isGray(image: RgbaImage): boolean {
  const { data } = image;
  const pixels = wholePixels(image);
  for (let i = 0; i < pixels.length; i++) {
    if (i > 0 && pixels[i] === pixels[i - 1]) continue;
    const [red, green, blue] = [data[4 * i], data[4 * i + 1], data[4 * i + 2]];
    if (Math.abs(red - green) > GRAY || Math.abs(green - blue) > GRAY || Math.abs(red - blue) > GRAY) return false;
  }
  return true;
}

/**
 * Sums over all pairs of pixels: red * red, red * green, red * blue, green * green, green * blue,
 * blue * blue.
 */
function differences({ width, height, data }: RgbaImage): readonly [number, number, number, number, number, number] {
  const distance = Math.max(1, Math.round(Math.max(width, height) * DISTANCE));
  let [rr, rg, rb, gg, gb, bb] = [0, 0, 0, 0, 0, 0];
  const add = (p: number, q: number): void => {
    if (data[p + 3] < 128 || data[q + 3] < 128) return;
    const red = data[p] - data[q];
    const green = data[p + 1] - data[q + 1];
    const blue = data[p + 2] - data[q + 2];
    rr += red * red;
    rg += red * green;
    rb += red * blue;
    gg += green * green;
    gb += green * blue;
    bb += blue * blue;
  };
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      const p = 4 * (y * width + x);
      if (x + distance < width) add(p, p + 4 * distance);
      if (y + distance < height) add(p, p + 4 * distance * width);
    }
  }
  return [rr, rg, rb, gg, gb, bb];
}
