import type { RgbaImage } from '../../image/pixels.js';
import { LUMINANCE } from '../findColourAxis.js';
import { shrinkPixels } from '../shrinkPixels.js';
import { findSurfaces } from './findSurfaces.js';
import type { HalfPlane } from './halfPlane.js';

/** Longer side, in pixels, of the reduced picture in which surfaces are sought. */
const SIDE = 160;
/** Longer side of the smallest picture in which surfaces are sought. */
const LEAST_SIDE = 24;
/** Depth of the sheet that is looked at beside an edge, in pixels of the reduced picture. */
const LOOKED_AT = 4;

export interface OnSheet {
  readonly image: RgbaImage;
  readonly isDoubtful: boolean;
}

/** Paints the surfaces beside a sheet in the colour of the sheet. */
export function removeSurroundings(image: RgbaImage): OnSheet {
  if (Math.max(image.width, image.height) < LEAST_SIDE) return { image, isDoubtful: false };
  const small = shrinkPixels(image, SIDE);
  const factor = Math.ceil(Math.max(image.width, image.height) / SIDE);
  const gray = new Uint8Array(small.width * small.height);
  const { red, green, blue, least } = LUMINANCE;
  for (let i = 0, p = 0; i < gray.length; i++, p += 4) {
    gray[i] = (red * small.data[p] + green * small.data[p + 1] + blue * small.data[p + 2] + least) >> 16;
  }
  const { surfaces, isDoubtful } = findSurfaces({ width: small.width, height: small.height, data: gray });
  if (surfaces.length === 0) return { image, isDoubtful };
  const scaled = surfaces.map(({ across, down, from }): HalfPlane => {
    const shift = ((factor - 1) / 2) * (across + down);
    return { across, down, from: from * factor + shift };
  });
  const painted = { ...image, data: new Uint8ClampedArray(image.data) };
  const fills = surfaces.map((surface) => fillOf(surface, surfaces, small));
  for (let y = 0, p = 0; y < image.height; y++) {
    for (let x = 0; x < image.width; x++, p += 4) {
      let deepest = -1;
      let most = 0;
      scaled.forEach((surface, n) => {
        const depth = x * surface.across + y * surface.down - surface.from;
        if (depth > most) [deepest, most] = [n, depth];
      });
      if (deepest < 0) continue;
      const { across, down } = surfaces[deepest];
      const along = (y * across - x * down) / factor;
      const { first, colours } = fills[deepest];
      const colour = colours[Math.min(colours.length - 1, Math.max(0, Math.round(along - first)))];
      for (let k = 0; k < 4; k++) painted.data[p + k] = colour[k];
    }
  }
  return { image: painted, isDoubtful };
}

/** The colour of the sheet along an edge: for each pixel along it the median near it. */
function fillOf(surface: HalfPlane, surfaces: readonly HalfPlane[], small: RgbaImage) {
  const { width, height, data } = small;
  const { across, down, from } = surface;
  const near = new Map<number, number[]>();
  let [first, last] = [Infinity, -Infinity];
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      const depth = x * across + y * down - from;
      const along = Math.round(y * across - x * down);
      first = Math.min(first, along);
      last = Math.max(last, along);
      if (depth > 0 || depth < -LOOKED_AT) continue;
      if (surfaces.some((other) => other !== surface && x * other.across + y * other.down - other.from > -1)) continue;
      const places = near.get(along);
      if (places === undefined) near.set(along, [4 * (y * width + x)]);
      else places.push(4 * (y * width + x));
    }
  }
  const window = Math.max(4, Math.round(0.12 * Math.max(width, height)));
  let known = [...near.keys()].sort((a, b) => a - b);
  if (known.length === 0) known = [first];
  const colours = Array.from({ length: last - first + 1 }, (_, n) => {
    const along = Math.min(known[known.length - 1], Math.max(known[0], first + n));
    const places = known.filter((other) => Math.abs(other - along) <= window).flatMap((other) => near.get(other) ?? []);
    return [0, 1, 2, 3].map((channel) => {
      const values = places.map((p) => data[p + channel]).sort((a, b) => a - b);
      return values.at(values.length >> 1) ?? 255;
    });
  });
  return { first, colours };
}
