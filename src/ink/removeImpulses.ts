import type { RgbaImage } from '../image/pixels.js';

/** About how many pixels are looked at to decide whether there is such noise. */
const LOOKED_AT = 12_000;
/** Share of stray pixels from which on they are noise and not dots of a drawing. */
const LEAST_SHARE = 0.012;
/**
 * The shorter side of the smallest picture that is cleaned, in pixels: strokes must be wider than
 * dots.
 */
const LEAST_SIDE = 24;
/** Two tones are different if they are further apart, 0..255. */
const DIFFERENT = 64;
/** How near to black or white a stray pixel is. */
const EXTREME = 40;
/**
 * A pixel is noise if at most this many of its eight neighbours are like it. Those of a thin line
 * have two, but from the second share on so have many pixels of noise.
 */
const MOST_ALIKE = 1;
const LARGE_SHARE = 0.025;
const ROUNDS = 2;

/**
 * Removes salt-and-pepper noise, as bad faxes and broken sensors have it: black and white pixels
 * that stand alone take the colour of the pixel with the median tone around them. Returns the
 * picture itself if there is no such noise.
 */
export function removeImpulses(image: RgbaImage): RgbaImage {
  const share = Math.min(image.width, image.height) < LEAST_SIDE ? 0 : shareOfStrays(image);
  if (share < LEAST_SHARE) return image;
  const mostAlike = share < LARGE_SHARE ? MOST_ALIKE : MOST_ALIKE + 1;
  let cleaned = image;
  for (let round = 0; round < ROUNDS; round++) cleaned = clean(cleaned, mostAlike);
  return cleaned;
}

/** Share of the pixels that stand alone and are of another tone than most. */
function shareOfStrays(image: RgbaImage): number {
  const { width, height, data } = image;
  const step = Math.max(1, Math.floor(Math.sqrt((width * height) / LOOKED_AT)));
  const tones: number[] = [];
  const strays: number[] = [];
  for (let y = 1; y + 1 < height; y += step) {
    for (let x = 1; x + 1 < width; x += step) {
      const p = 4 * (y * width + x);
      const tone = toneOf(data, p);
      tones.push(tone);
      if (isStray(data, p, 4 * width, 0)) strays.push(tone);
    }
  }
  if (strays.length < LEAST_SHARE * tones.length) return 0;
  const most = Float64Array.from(tones).sort()[tones.length >> 1];
  return strays.filter((tone) => Math.abs(tone - most) > DIFFERENT).length / tones.length;
}

/** The luminance of a pixel, 0..255 (Rec. 601). */
function toneOf(data: RgbaImage['data'], p: number): number {
  return (299 * data[p] + 587 * data[p + 1] + 114 * data[p + 2]) / 1000;
}

function isStray(data: RgbaImage['data'], p: number, row: number, mostAlike: number): boolean {
  const tone = toneOf(data, p);
  if (tone > EXTREME && tone < 255 - EXTREME) return false;
  let alike = 0;
  for (let q = p - row; q <= p + row; q += row) {
    for (let k = q - 4; k <= q + 4; k += 4) {
      if (k !== p && Math.abs(toneOf(data, k) - tone) <= DIFFERENT && ++alike > mostAlike) return false;
    }
  }
  return true;
}

function clean({ width, height, data }: RgbaImage, mostAlike: number): RgbaImage {
  const cleaned = new Uint8Array(data);
  const places: number[] = [];
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      const p = 4 * (y * width + x);
      const isInside = x > 0 && y > 0 && x + 1 < width && y + 1 < height;
      if (isInside && !isStray(data, p, 4 * width, mostAlike)) continue;
      places.length = 0;
      for (let row = Math.max(0, y - 1); row <= Math.min(height - 1, y + 1); row++) {
        for (let column = Math.max(0, x - 1); column <= Math.min(width - 1, x + 1); column++) {
          places.push(4 * (row * width + column));
        }
      }
      places.sort((a, b) => toneOf(data, a) - toneOf(data, b));
      const middle = places[places.length >> 1];
      for (let k = 0; k < 4; k++) cleaned[p + k] = data[middle + k];
    }
  }
  return { width, height, data: cleaned };
}
