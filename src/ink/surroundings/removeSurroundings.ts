import type { GrayImage, RgbaImage } from '../../image/pixels.js';
import { LUMINANCE, type ColourAxis } from '../findColourAxis.js';
import { shrinkPixels } from '../shrinkPixels.js';
import { mixAll } from '../toLuminance.js';
import { findSurfaces } from './findSurfaces.js';
import type { HalfPlane } from './halfPlane.js';
import { toneOfFrame } from './tones.js';

/** Longer side, in pixels, of the reduced picture in which surfaces are sought. */
const SIDE = 160;
/** Longer side of the smallest picture in which surfaces are sought. */
const LEAST_SIDE = 24;
/** Depth of the sheet that is looked at beside an edge, in pixels of the reduced picture. */
const LOOKED_AT = 4;

/** Red against blue, and green against both: 128 for gray. */
const OPPONENTS: readonly ColourAxis[] = [
  { red: 32_768, green: 0, blue: -32_768, least: 128 * 65_536 },
  { red: -16_384, green: 32_768, blue: -16_384, least: 128 * 65_536 },
];
/** The least step of such a mixture at the edge of a surface, 0..255. */
const COLOURFUL = 40;
/**
 * What differs from the sheet's tone by more than this share of its distance from black or white,
 * whichever is farther, is a stroke. Fewer places without a stroke than this share are not used.
 */
const INK = 0.2;
const LEAST_PLAIN = 0.15;
/** How far along an edge its colour is looked at, as a share of the longer side. */
const WINDOW = 0.12;

export interface OnSheet {
  readonly image: RgbaImage;
  readonly isDoubtful: boolean;
}

/** Paints the surfaces beside a sheet in the colour of the sheet. */
export function removeSurroundings(image: RgbaImage): OnSheet {
  if (Math.max(image.width, image.height) < LEAST_SIDE) return { image, isDoubtful: false };
  const small = shrinkPixels(image, SIDE);
  const { surfaces, isDoubtful } = findSurfaces(mixed(small, LUMINANCE));
  // A surface may be as light as the sheet, and of another colour.
  const coloured = OPPONENTS.map((mixture) => mixed(small, mixture)).filter(isVaried);
  const all = [...surfaces, ...coloured.flatMap((picture) => findSurfaces(picture, COLOURFUL).surfaces)];
  return { image: all.length === 0 ? image : paintOver(image, all, small), isDoubtful };
}

function mixed(image: RgbaImage, axis: ColourAxis): GrayImage {
  return { width: image.width, height: image.height, data: mixAll(image, axis) };
}

function isVaried({ data }: GrayImage): boolean {
  let [lowest, highest] = [255, 0];
  for (const value of data) {
    if (value < lowest) lowest = value;
    if (value > highest) highest = value;
  }
  return highest - lowest >= COLOURFUL;
}

/** Paints surfaces, given in pixels of the reduced picture. */
function paintOver({ width, height, data }: RgbaImage, surfaces: readonly HalfPlane[], small: RgbaImage): RgbaImage {
  const factor = Math.ceil(Math.max(width, height) / SIDE);
  const painted = new Uint8Array(data);
  const pixels = new Int32Array(painted.buffer);
  const gray = mixed(small, LUMINANCE);
  const tone = toneOfFrame(gray, surfaces, LOOKED_AT);
  const fills = surfaces.map((surface) => {
    const { across, down } = surface;
    const from = surface.from * factor + ((factor - 1) / 2) * (across + down);
    return { across, down, from, ...fillOf(surface, surfaces, small, { gray, tone }) };
  });
  for (let y = 0, i = 0; y < height; y++) {
    for (let x = 0; x < width; x++, i++) {
      let deepest = null;
      let most = 0;
      for (const fill of fills) {
        const depth = x * fill.across + y * fill.down - fill.from;
        if (depth > most) [deepest, most] = [fill, depth];
      }
      if (deepest === null) continue;
      const along = Math.round((y * deepest.across - x * deepest.down) / factor) - deepest.first;
      pixels[i] = deepest.colours[Math.min(deepest.colours.length - 1, Math.max(0, along))];
    }
  }
  return { width, height, data: painted };
}

/** The picture in gray, and the tone of the sheet in it. */
interface Sheet {
  readonly gray: GrayImage;
  readonly tone: number;
}

/**
 * The colour of the sheet along an edge: for each pixel along it, from `first` on, the median near
 * it, as four bytes in one number.
 */
function fillOf(surface: HalfPlane, surfaces: readonly HalfPlane[], small: RgbaImage, sheet: Sheet) {
  const { width, height, data } = small;
  const { across, down, from } = surface;
  const near = new Map<number, number[]>();
  let [first, last] = [Infinity, -Infinity];
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      const along = Math.round(y * across - x * down);
      if (along < first) first = along;
      if (along > last) last = along;
      const depth = x * across + y * down - from;
      if (depth > 0 || depth < -LOOKED_AT) continue;
      if (surfaces.some((other) => other !== surface && x * other.across + y * other.down - other.from > -1)) continue;
      near.set(along, [...(near.get(along) ?? []), y * width + x]);
    }
  }
  const known = withoutStrokes(near, sheet);
  const window = Math.max(4, Math.round(WINDOW * Math.max(width, height)));
  const colours = new Uint8Array(4 * (last - first + 1)).fill(255);
  const channels = [0, 1, 2, 3].map((channel) =>
    known.map((along) => median(near.get(along)?.map((i) => data[4 * i + channel]) ?? [])),
  );
  for (let along = first; along <= last && known.length > 0; along++) {
    const away = known.map((other) => Math.abs(other - along));
    const reach = Math.max(window, Math.min(...away));
    channels.forEach((values, channel) => {
      colours[4 * (along - first) + channel] = median(values.filter((_, n) => away[n] <= reach));
    });
  }
  return { first, colours: new Int32Array(colours.buffer) };
}

/**
 * The places along an edge where the sheet shows its own tone and not a stroke's: all if too few
 * would be left.
 */
function withoutStrokes(near: ReadonlyMap<number, readonly number[]>, { gray, tone }: Sheet): number[] {
  const all = [...near.keys()].sort((a, b) => a - b);
  const most = INK * Math.max(tone, 255 - tone);
  const plain = all.filter((along) => {
    const tones = near.get(along)?.map((i) => gray.data[i]) ?? [];
    return Math.abs(median(tones) - tone) <= most;
  });
  return plain.length < LEAST_PLAIN * all.length ? all : plain;
}

function median(values: readonly number[]): number {
  return Uint8Array.from(values).sort()[values.length >> 1];
}
