import type { ParsedJpeg } from './parseJpeg.js';

/**
 * The colour of pixel `x` of a row, from one row of samples per component, as a 32-bit number whose
 * bytes are red, green, blue and 255, the lowest first.
 */
export type Colour = (rows: readonly Uint8Array[], x: number) => number;

/**
 * How samples become colours: as the marker of Adobe says, otherwise as libjpeg assumes (three
 * components are YCbCr, unless they are called R, G and B; four are CMYK). CMYK is stored inverted,
 * as Adobe does and other readers assume.
 */
export function colourOf({ frame, adobeTransform, isJfif }: ParsedJpeg): Colour {
  const { components } = frame;
  if (components.length === 1) return gray;
  if (components.length === 4) return adobeTransform === 2 ? fromYcck : fromCmyk;
  const isNamedRgb = !isJfif && String.fromCharCode(...components.map(({ id }) => id)) === 'RGB';
  return adobeTransform === 0 || (adobeTransform === null && isNamedRgb) ? fromRgb : fromYcc;
}

const gray: Colour = (rows, x) => pack(rows[0][x], rows[0][x], rows[0][x]);

const fromRgb: Colour = (rows, x) => pack(rows[0][x], rows[1][x], rows[2][x]);

// JFIF 1.02, "Conversion to and from RGB".
const redOf = (y: number, cr: number): number => clamp(y + 1.402 * (cr - 128));
const greenOf = (y: number, cb: number, cr: number): number =>
  clamp(y - 0.3441363 * (cb - 128) - 0.71413636 * (cr - 128));
const blueOf = (y: number, cb: number): number => clamp(y + 1.772 * (cb - 128));

const fromYcc: Colour = (rows, x) => {
  const y = rows[0][x] + 0.5;
  const cb = rows[1][x];
  const cr = rows[2][x];
  return pack(redOf(y, cr), greenOf(y, cb, cr), blueOf(y, cb));
};

const fromCmyk: Colour = (rows, x) => withBlack(255 - rows[0][x], 255 - rows[1][x], 255 - rows[2][x], 255 - rows[3][x]);

const fromYcck: Colour = (rows, x) => {
  const y = rows[0][x];
  const cb = rows[1][x];
  const cr = rows[2][x];
  return withBlack(redOf(y, cr) | 0, greenOf(y, cb, cr) | 0, blueOf(y, cb) | 0, 255 - rows[3][x]);
};

/** Amounts of the four inks, 0..255, as a colour. */
function withBlack(cyan: number, magenta: number, yellow: number, black: number): number {
  const rest = 1 - black / 255;
  return pack(
    255 - clamp(cyan * rest + black),
    255 - clamp(magenta * rest + black),
    255 - clamp(yellow * rest + black),
  );
}

/** Fractions are dropped. */
function pack(red: number, green: number, blue: number): number {
  return ((255 << 24) | (blue << 16) | (green << 8) | red) >>> 0;
}

function clamp(value: number): number {
  return value < 0 ? 0 : value > 255 ? 255 : value;
}
