import { INPUT_LENGTH } from '../ink/mnistInput.js';
import { createBlur } from './blur.js';
import type { EvenDrawing } from './evenWidth.js';
import { sampleAt } from './inkFrame.js';

const RINGS = 9;
const SPOKES = 48;
/** Radius of the outermost ring, in units of the frame. */
const REACH = 2.5;
/** Number of angular frequencies: 0..7 waves around a ring. */
const WAVES = 8;
/** Number of radial functions per angular frequency. */
const RADIAL = 5;
/** Length of a description: cosine and sine parts; frequency 0 has no sine part. */
export const SHAPE_LENGTH = RADIAL + 2 * RADIAL * (WAVES - 1);
/** A description has Euclidean length 1; this factor turns it into whole numbers. */
const UNIT = 200;

const cosines = Float64Array.from({ length: SPOKES }, (_, i) => Math.cos((2 * Math.PI * i) / SPOKES));
const sines = Float64Array.from({ length: SPOKES }, (_, i) => Math.sin((2 * Math.PI * i) / SPOKES));
const radial = Float64Array.from(
  { length: RADIAL * RINGS },
  (_, i) => Math.cos((Math.PI * ((i % RINGS) + 0.5) * Math.floor(i / RINGS)) / RINGS) * (i < RINGS ? Math.SQRT1_2 : 1),
);
/**
 * Weights for each angular frequency. High frequencies say less, because a rotation between those
 * that are tried changes them most.
 */
const FADING = Float64Array.from({ length: WAVES }, (_, wave) => Math.exp(-((wave / 4.5) ** 2)));
const soften = createBlur(1);

/**
 * Describes how a drawing looks, independent of shifts, stretches and slants: circular harmonics of
 * its ink in its frame. Writes whole numbers -127..127 to `out` [SHAPE_LENGTH]. The descriptions of
 * rotated variants are related by `turnShape`. The distance between two descriptions grows with
 * that between the pictures.
 */
export function describeShape({ ink, frame }: EvenDrawing, out: Float32Array): void {
  const picture = new Float32Array(INPUT_LENGTH);
  soften(ink, picture);

  const [real, imaginary] = [new Float64Array(WAVES * RINGS), new Float64Array(WAVES * RINGS)];
  for (let ring = 0; ring < RINGS; ring++) {
    const radius = ((ring + 0.5) / RINGS) * REACH;
    for (let spoke = 0; spoke < SPOKES; spoke++) {
      const [ux, uy] = [radius * cosines[spoke], radius * sines[spoke]];
      const [x, y] = [frame.x + frame.xx * ux + frame.xy * uy, frame.y + frame.xy * ux + frame.yy * uy];
      const value = sampleAt(picture, x, y) * Math.sqrt(radius);
      if (value === 0) continue;
      for (let wave = 0, angle = 0; wave < WAVES; wave++, angle = (angle + spoke) % SPOKES) {
        real[wave * RINGS + ring] += value * cosines[angle];
        imaginary[wave * RINGS + ring] -= value * sines[angle];
      }
    }
  }
  let squares = 0;
  let at = 0;
  for (let wave = 0; wave < WAVES; wave++) {
    for (let k = 0; k < RADIAL; k++) {
      let [re, im] = [0, 0];
      for (let ring = 0; ring < RINGS; ring++) {
        re += radial[k * RINGS + ring] * real[wave * RINGS + ring];
        im += radial[k * RINGS + ring] * imaginary[wave * RINGS + ring];
      }
      const weight = (wave === 0 ? 1 : Math.SQRT2) * FADING[wave];
      out[at++] = re * weight;
      if (wave > 0) out[at++] = im * weight;
      squares += (re * re + im * im) * weight * weight;
    }
  }
  const factor = UNIT / Math.sqrt(squares);
  for (let i = 0; i < SHAPE_LENGTH; i++) out[i] = Math.max(-127, Math.min(127, Math.round(out[i] * factor)));
}

/** Writes the description of the same drawing after a rotation by `radians` to `out`. */
export function turnShape(shape: ArrayLike<number>, radians: number, out: Float32Array): void {
  for (let i = 0; i < RADIAL; i++) out[i] = shape[i];
  for (let wave = 1, at = RADIAL; wave < WAVES; wave++) {
    const [cosine, sine] = [Math.cos(wave * radians), Math.sin(wave * radians)];
    for (let k = 0; k < RADIAL; k++, at += 2) {
      out[at] = shape[at] * cosine - shape[at + 1] * sine;
      out[at + 1] = shape[at] * sine + shape[at + 1] * cosine;
    }
  }
}
