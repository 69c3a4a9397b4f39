/** At most `length` bytes from PackBits (TIFF 6.0, section 9). */
export function unpackBits(packed: Uint8Array, length: number): Uint8Array {
  const out = new Uint8Array(length);
  let written = 0;
  for (let at = 0; at < packed.length && written < length;) {
    const head = packed[at++];
    if (head < 128) {
      const run = packed.subarray(at, Math.min(at + head + 1, at + length - written));
      out.set(run, written);
      written += run.length;
      at += head + 1;
    } else if (head > 128 && at < packed.length) {
      const end = Math.min(length, written + 257 - head);
      out.fill(packed[at++], written, end);
      written = end;
    }
  }
  return out.subarray(0, written);
}
