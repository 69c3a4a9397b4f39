import type { Orientation } from '../exifOrientation.js';
import { placementOf } from '../orient.js';
import type { RgbaImage } from '../pixels.js';
import { placesOf, type Coefficients, type Kept } from './coefficients.js';
import { colourOf } from './colourOf.js';
import { inverseDct } from './inverseDct.js';
import type { ParsedJpeg } from './parseJpeg.js';

/** Samples of one component in one row of MCUs. */
interface Samples {
  /** [rows, stride] */
  readonly plane: Uint8Array;
  readonly stride: number;
}

/**
 * The pixels of a JPEG with `kept` samples for eight of the file, turned as `orientation` says. One
 * row of MCUs at a time is turned into samples.
 */
export function toPixels(jpeg: ParsedJpeg, kept: Kept, orientation: Orientation): RgbaImage {
  const { frame, coefficients } = jpeg;
  const { maxH, maxV, mcuRows } = frame;
  const [width, height] = [frame.width, frame.height].map((side) => Math.ceil((side * kept) / 8));
  const { origin, right, down, ...shown } = placementOf(orientation, width, height);
  const data = new Uint8Array(4 * width * height);
  const pixels = new Uint32Array(data.buffer);
  const colour = colourOf(jpeg);
  const transforms = coefficients.map((own) => rowTransform(own, jpeg, kept));
  const rows = coefficients.map(() => new Uint8Array(width));
  const rowsPerMcu = maxV * kept;
  for (let mcuRow = 0; mcuRow < mcuRows; mcuRow++) {
    const samples = transforms.map((transform) => transform(mcuRow));
    const end = Math.min(rowsPerMcu, height - mcuRow * rowsPerMcu);
    for (let row = 0; row < end; row++) {
      for (const [i, { component }] of coefficients.entries()) {
        const { plane, stride } = samples[i];
        const offset = Math.floor((row * component.v) / maxV) * stride;
        spread(plane.subarray(offset, offset + stride), rows[i], component.h, maxH);
      }
      const begin = origin + (mcuRow * rowsPerMcu + row) * down;
      for (let x = 0, at = begin; x < width; x++, at += right) pixels[at] = colour(rows, x);
    }
  }
  return { ...shown, data };
}

/** Makes the samples of a component in a row of MCUs; the memory is used again for the next. */
function rowTransform(
  { component, values }: Coefficients,
  { quantisation }: ParsedJpeg,
  kept: Kept,
): (mcuRow: number) => Samples {
  const { v, stride: blocksPerRow } = component;
  const size = kept * kept;
  const steps = new Int32Array(size);
  // A table that the file lacks counts as zeros: the component is then even.
  const table = quantisation[component.quantisation];
  for (const [k, place] of placesOf(kept).entries()) if (place >= 0) steps[place] = table?.[k] ?? 0;
  const invert = inverseDct(kept);
  const block = new Int32Array(size);
  const stride = blocksPerRow * kept;
  const plane = new Uint8Array(stride * v * kept);
  return (mcuRow) => {
    for (let y = 0; y < v; y++) {
      for (let x = 0; x < blocksPerRow; x++) {
        const start = ((mcuRow * v + y) * blocksPerRow + x) * size;
        for (let i = 0; i < size; i++) block[i] = values[start + i] * steps[i];
        invert(block, plane, y * kept * stride + x * kept, stride);
      }
    }
    return { plane, stride };
  };
}

/** One sample per pixel: the nearest one, where a component has fewer (`h` for `maxH`). */
function spread(samples: Uint8Array, row: Uint8Array, h: number, maxH: number): void {
  if (h === maxH) row.set(samples.subarray(0, row.length));
  else if (2 * h === maxH) for (let x = 0; x < row.length; x++) row[x] = samples[x >> 1];
  else for (let x = 0; x < row.length; x++) row[x] = samples[Math.floor((x * h) / maxH)];
}
