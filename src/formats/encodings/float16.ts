/** The number that 16 bits stand for (IEEE 754 binary16: 1 sign, 5 exponent, 10 fraction). */
export function float16(bits: number): number {
  const sign = bits & 0x8000 ? -1 : 1;
  const exponent = (bits >> 10) & 0x1f;
  const fraction = bits & 0x3ff;
  if (exponent === 0x1f) return fraction === 0 ? sign * Infinity : NaN;
  if (exponent === 0) return sign * fraction * 2 ** -24;
  return sign * (1 + fraction / 1024) * 2 ** (exponent - 15);
}

/**
 * The 16 bits nearest to a number, ties to the even one (IEEE 754, section 4.3.1). Throws
 * RangeError if it is not finite or rounds to more than 65,504.
 */
export function toFloat16(value: number): number {
  const sign = value < 0 || Object.is(value, -0) ? 0x8000 : 0;
  const size = Math.abs(value);
  // The distance of float16 numbers here: 2^-24 for all below 2^-14, doubling with each power of
  // two above.
  let step = 2 ** -24;
  let exponent = 1;
  while (size >= step * 2048 && exponent < 31) {
    step *= 2;
    exponent++;
  }
  const multiple = roundToEven(size / step); // up to 2048, the first of the next exponent
  const bits = multiple < 1024 ? multiple : (exponent << 10) + (multiple - 1024);
  if (!(bits < 0x7c00)) throw new RangeError(`float16 must be finite and at most 65504. Received ${value}.`);
  return sign | bits;
}

function roundToEven(value: number): number {
  const below = Math.floor(value);
  const rest = value - below;
  if (rest !== 0.5) return Math.round(value);
  return below % 2 === 0 ? below : below + 1;
}
