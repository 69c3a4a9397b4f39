// exp and log from +, -, * and / alone. Math.exp and Math.log may differ in the last bit from one
// JavaScript engine to the next; these do not, and training must give the same weights everywhere.
// Both are accurate to 2 units in the last place.

// Ln 2 with its last 20 bits zero, so that k * LN2_HIGH is exact.
const LN2_HIGH = 0.6931471803691238;
const LN2_LOW = 1.9082149292705877e-10;

const scratch = new DataView(new ArrayBuffer(8));

/** 2^k for an integer -1022 <= k <= 1023. */
function powerOfTwo(k: number): number {
  scratch.setUint32(0, (k + 1023) << 20);
  scratch.setUint32(4, 0);
  return scratch.getFloat64(0);
}

/** e^x; 0 below -708, Infinity above 709, NaN for NaN. */
export function exponential(x: number): number {
  if (x !== x) return NaN;
  if (x < -708) return 0;
  if (x > 709) return Infinity;
  const k = Math.floor(x / Math.LN2 + 0.5);
  const r = x - k * LN2_HIGH - k * LN2_LOW; // |r| <= ln2 / 2
  // Taylor series to r^13 / 13!, whose remainder is below 2^-57 there.
  let sum = 1;
  for (let i = 13; i >= 1; i--) sum = 1 + (sum * r) / i;
  return sum * powerOfTwo(k);
}

/** Natural logarithm of a normal x > 0. */
export function logarithm(x: number): number {
  if (!(x > 0)) return x === 0 ? -Infinity : NaN;
  if (x === Infinity) return Infinity;
  scratch.setFloat64(0, x);
  let k = ((scratch.getUint32(0) >>> 20) & 0x7ff) - 1023;
  let mantissa = x / powerOfTwo(k); // 1 <= mantissa < 2
  if (mantissa > Math.SQRT2) {
    mantissa /= 2;
    k++;
  }
  // log m = 2 artanh s with s = f / (2 + f), f = m - 1, |s| <= 0.172. Since 2s = f - s * f, only a
  // small term has to be rounded.
  const f = mantissa - 1;
  const s = f / (2 + f);
  const square = s * s;
  let series = 0;
  for (let i = 21; i >= 3; i -= 2) series = series * square + 1 / i;
  return k * LN2_HIGH + (f - (s * (f - 2 * square * series) - k * LN2_LOW));
}
