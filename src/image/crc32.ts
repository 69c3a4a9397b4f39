/** TABLES[n][byte]: what a byte contributes to the remainder if n more bytes follow it. */
const TABLES = Array.from({ length: 8 }, () => new Int32Array(256));
for (let byte = 0; byte < 256; byte++) {
  let remainder = byte;
  for (let bit = 0; bit < 8; bit++) remainder = remainder & 1 ? (remainder >>> 1) ^ 0xedb88320 : remainder >>> 1;
  TABLES[0][byte] = remainder;
}
for (let n = 1; n < 8; n++) {
  for (let byte = 0; byte < 256; byte++) {
    const before = TABLES[n - 1][byte];
    TABLES[n][byte] = TABLES[0][before & 255] ^ (before >>> 8);
  }
}
const [T0, T1, T2, T3, T4, T5, T6, T7] = TABLES;

/**
 * The CRC-32 of `bytes[start..end)`, 0..2^32-1, as PNG and zip use it: reflected polynomial
 * 0xEDB88320, start and end complemented (PNG specification, third edition, section 5.5). Eight
 * bytes at a time (M. Kounavis & F. Berry 2008, "Novel table lookup-based algorithms for
 * high-performance CRC generation").
 */
export function crc32(bytes: Uint8Array, start = 0, end = bytes.length): number {
  let remainder = -1;
  let i = start;
  for (; i + 8 <= end; i += 8) {
    const low = remainder ^ (bytes[i] | (bytes[i + 1] << 8) | (bytes[i + 2] << 16) | (bytes[i + 3] << 24));
    remainder =
      T7[low & 255] ^
      T6[(low >>> 8) & 255] ^
      T5[(low >>> 16) & 255] ^
      T4[low >>> 24] ^
      T3[bytes[i + 4]] ^
      T2[bytes[i + 5]] ^
      T1[bytes[i + 6]] ^
      T0[bytes[i + 7]];
  }
  for (; i < end; i++) remainder = T0[(remainder ^ bytes[i]) & 255] ^ (remainder >>> 8);
  return ~remainder >>> 0;
}
