import type { Kept } from './coefficients.js';

/** Turns a block of coefficients [kept, kept], multiplied out, into samples 0..255. */
export type InverseDct = (block: Int32Array, out: Uint8Array, offset: number, stride: number) => void;

/** The inverse cosine transform of blocks of `kept` x `kept` samples. */
export function inverseDct(kept: Kept): InverseDct {
  if (kept === 8) return wholeBlock;
  return kept === 1 ? oneSample : reducedBlock(kept);
}

const oneSample: InverseDct = (block, out, offset) => {
  out[offset] = clamp(128 + Math.round(block[0] / 8));
};

/**
 * The lowest frequencies of a block of 8 x 8 are nearly those of the block averaged down, but for
 * their scale (T. Natarajan & N. Ahmed 1978; as in libjpeg's `scale_denom`).
 */
function reducedBlock(kept: 2 | 4): InverseDct {
  // cosines[sample * kept + frequency] of the orthonormal transform, times sqrt(kept / 8)
  const cosines = Float64Array.from({ length: kept * kept }, (_, i) => {
    const [sample, frequency] = [Math.floor(i / kept), i % kept];
    const scale = Math.sqrt((frequency === 0 ? 1 : 2) / kept) * Math.sqrt(kept / 8);
    return scale * Math.cos(((2 * sample + 1) * frequency * Math.PI) / (2 * kept));
  });
  const rows = new Float64Array(kept * kept);
  return (block, out, offset, stride) => {
    for (let v = 0; v < kept; v++) {
      for (let x = 0; x < kept; x++) {
        let sum = 0;
        for (let u = 0; u < kept; u++) sum += cosines[x * kept + u] * block[v * kept + u];
        rows[v * kept + x] = sum;
      }
    }
    for (let y = 0; y < kept; y++) {
      for (let x = 0; x < kept; x++) {
        let sum = 128;
        for (let v = 0; v < kept; v++) sum += cosines[y * kept + v] * rows[v * kept + x];
        out[offset + y * stride + x] = clamp(Math.round(sum));
      }
    }
  };
}

// 4096 * cos and sin of multiples of pi/16, and of sqrt(2) and sqrt(1/2).
const [COS1, SIN1, COS3, SIN3, COS6, SIN6] = [4017, 799, 3406, 2276, 1567, 3784];
const [SQRT2, HALF_SQRT2] = [5793, 2896];

/** C. Loeffler, A. Ligtenberg & G. Moschytz 1989, "Practical fast 1-D DCT algorithms". */
const wholeBlock: InverseDct = (block, out, offset, stride) => {
  for (let row = 0; row < 64; row += 8) transform(block, row, 1, 8);
  for (let column = 0; column < 8; column++) transform(block, column, 8, 12);
  for (let y = 0, i = 0; y < 8; y++) {
    for (let x = 0; x < 8; x++, i++) out[offset + y * stride + x] = clamp(128 + ((block[i] + 8) >> 4));
  }
};

/**
 * Eight numbers in place, `step` apart. Of their fractional bits, `shift` are dropped: 8 in rows,
 * which keeps four for the columns, and 12 there.
 */
function transform(p: Int32Array, i0: number, step: number, shift: 8 | 12): void {
  const half = 1 << (shift - 1);
  const i1 = i0 + step;
  const i2 = i1 + step;
  const i3 = i2 + step;
  const i4 = i3 + step;
  const i5 = i4 + step;
  const i6 = i5 + step;
  const i7 = i6 + step;
  if ((p[i1] | p[i2] | p[i3] | p[i4] | p[i5] | p[i6] | p[i7]) === 0) {
    const level = (SQRT2 * p[i0] + 4 * half) >> (shift + 2);
    p[i0] = p[i1] = p[i2] = p[i3] = p[i4] = p[i5] = p[i6] = p[i7] = level;
    return;
  }
  const a0 = (SQRT2 * p[i0] + half) >> shift;
  const a1 = (SQRT2 * p[i4] + half) >> shift;
  const a4 = (HALF_SQRT2 * (p[i1] - p[i7]) + half) >> shift;
  const a7 = (HALF_SQRT2 * (p[i1] + p[i7]) + half) >> shift;
  const a5 = p[i3] << (12 - shift);
  const a6 = p[i5] << (12 - shift);

  const b0 = (a0 + a1 + 1) >> 1;
  const b1 = (a0 - a1 + 1) >> 1;
  const b2 = (p[i2] * COS6 - p[i6] * SIN6 + half) >> shift;
  const b3 = (p[i2] * SIN6 + p[i6] * COS6 + half) >> shift;
  const b4 = (a4 + a6 + 1) >> 1;
  const b6 = (a4 - a6 + 1) >> 1;
  const b7 = (a7 + a5 + 1) >> 1;
  const b5 = (a7 - a5 + 1) >> 1;

  const c0 = (b0 + b3 + 1) >> 1;
  const c3 = (b0 - b3 + 1) >> 1;
  const c1 = (b1 + b2 + 1) >> 1;
  const c2 = (b1 - b2 + 1) >> 1;
  const c7 = (b4 * SIN3 + b7 * COS3 + 2048) >> 12;
  const c4 = (b4 * COS3 - b7 * SIN3 + 2048) >> 12;
  const c6 = (b5 * SIN1 + b6 * COS1 + 2048) >> 12;
  const c5 = (b5 * COS1 - b6 * SIN1 + 2048) >> 12;

  p[i0] = c0 + c7;
  p[i7] = c0 - c7;
  p[i1] = c1 + c6;
  p[i6] = c1 - c6;
  p[i2] = c2 + c5;
  p[i5] = c2 - c5;
  p[i3] = c3 + c4;
  p[i4] = c3 - c4;
}

function clamp(sample: number): number {
  return sample < 0 ? 0 : sample > 255 ? 255 : sample;
}
