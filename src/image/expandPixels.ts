import { ImageError } from '../errors.js';
import type { PngFile } from './pngFile.js';

/**
 * Writes `count` pixels of one unfiltered row of a PNG, which begins at `raw[start]`, to `out` as
 * RGBA bytes: the first to `out[offset]`, each further one `step` bytes later. Samples are scaled
 * to 0..255: 1, 2 and 4 bits exactly, 16 bits by rounding to the nearest. Throws ImageError if a
 * pixel names a colour that the palette lacks.
 */
export function expandPixels(
  file: PngFile,
  raw: Uint8Array,
  start: number,
  count: number,
  out: Uint8Array,
  offset: number,
  step: number,
): void {
  switch (file.header.colorType) {
    case 0:
      expandGray(file, raw, start, count, out, offset, step);
      break;
    case 2:
      expandRgb(file, raw, start, count, out, offset, step);
      break;
    case 3:
      expandPalette(file, raw, start, count, out, offset, step);
      break;
    case 4:
      expandGrayAlpha(file, raw, start, count, out, offset, step);
      break;
    case 6:
      expandRgba(file, raw, start, count, out, offset, step);
      break;
  }
}

type Expand = typeof expandPixels;

const expandGray: Expand = (file, raw, start, count, out, offset, step) => {
  const { bitDepth } = file.header;
  const transparent = transparentSample(file, 0);
  for (let x = 0, o = offset; x < count; x++, o += step) {
    const gray = sampleAt(raw, start, x, bitDepth);
    out[o] = out[o + 1] = out[o + 2] = toByte(gray, bitDepth);
    out[o + 3] = gray === transparent ? 0 : 255;
  }
};

const expandRgb: Expand = (file, raw, start, count, out, offset, step) => {
  const { bitDepth } = file.header;
  const transparentRed = transparentSample(file, 0);
  const transparentGreen = transparentSample(file, 1);
  const transparentBlue = transparentSample(file, 2);
  for (let x = 0, o = offset; x < count; x++, o += step) {
    const red = sampleAt(raw, start, 3 * x, bitDepth);
    const green = sampleAt(raw, start, 3 * x + 1, bitDepth);
    const blue = sampleAt(raw, start, 3 * x + 2, bitDepth);
    out[o] = toByte(red, bitDepth);
    out[o + 1] = toByte(green, bitDepth);
    out[o + 2] = toByte(blue, bitDepth);
    out[o + 3] = red === transparentRed && green === transparentGreen && blue === transparentBlue ? 0 : 255;
  }
};

const expandPalette: Expand = (file, raw, start, count, out, offset, step) => {
  const { bitDepth } = file.header;
  // parsePng refuses files of this colour type without a palette.
  const palette = file.palette as Uint8Array;
  const alphas = file.transparency;
  for (let x = 0, o = offset; x < count; x++, o += step) {
    const index = sampleAt(raw, start, x, bitDepth);
    if (3 * index >= palette.length) {
      throw new ImageError(`PNG: palette index must be below ${palette.length / 3}. Received ${index}.`);
    }
    out[o] = palette[3 * index];
    out[o + 1] = palette[3 * index + 1];
    out[o + 2] = palette[3 * index + 2];
    out[o + 3] = alphas?.[index] ?? 255;
  }
};

const expandGrayAlpha: Expand = (file, raw, start, count, out, offset, step) => {
  const { bitDepth } = file.header;
  for (let x = 0, o = offset; x < count; x++, o += step) {
    out[o] = out[o + 1] = out[o + 2] = toByte(sampleAt(raw, start, 2 * x, bitDepth), bitDepth);
    out[o + 3] = toByte(sampleAt(raw, start, 2 * x + 1, bitDepth), bitDepth);
  }
};

const expandRgba: Expand = (file, raw, start, count, out, offset, step) => {
  const { bitDepth } = file.header;
  if (bitDepth === 8 && step === 4) {
    // The usual case: the bytes need no change.
    out.set(raw.subarray(start, start + 4 * count), offset);
    return;
  }
  for (let x = 0, o = offset; x < count; x++, o += step) {
    for (let channel = 0; channel < 4; channel++) {
      out[o + channel] = toByte(sampleAt(raw, start, 4 * x + channel, bitDepth), bitDepth);
    }
  }
};

/** Sample number `index` of the row at `start`, 0..2^bitDepth-1. */
function sampleAt(raw: Uint8Array, start: number, index: number, bitDepth: number): number {
  if (bitDepth === 8) return raw[start + index];
  if (bitDepth === 16) return (raw[start + 2 * index] << 8) | raw[start + 2 * index + 1];
  const bit = index * bitDepth;
  return (raw[start + (bit >> 3)] >> (8 - bitDepth - (bit & 7))) & ((1 << bitDepth) - 1);
}

function toByte(sample: number, bitDepth: number): number {
  if (bitDepth === 8) return sample;
  if (bitDepth === 16) return (sample * 255 + 32_895) >> 16; // round(sample / 257)
  return (sample * 255) / ((1 << bitDepth) - 1);
}

/**
 * The sample of the one transparent colour in tRNS, in the file's own bit depth. Without tRNS it is
 * -1, which equals no sample.
 */
function transparentSample(file: PngFile, channel: number): number {
  const { transparency } = file;
  if (transparency === null) return -1;
  const sample = (transparency[2 * channel] << 8) | transparency[2 * channel + 1];
  return sample & (2 ** file.header.bitDepth - 1); // the specification: only the low bits count
}
