/**
 * Inflates a stream, given in pieces, with the browser's DecompressionStream, and stops once it
 * grows past `size` bytes: the result then has more than that. Rejects with TypeError if the stream
 * is damaged or cut off.
 */
export async function inflateUpTo(
  packed: readonly Uint8Array[],
  size: number,
  format: CompressionFormat,
): Promise<Uint8Array> {
  const stream = new Blob(packed as Uint8Array<ArrayBuffer>[]).stream().pipeThrough(new DecompressionStream(format));
  const reader = stream.getReader();
  const pieces: Uint8Array<ArrayBuffer>[] = [];
  let length = 0;
  while (length <= size) {
    const { done, value } = await reader.read();
    if (done) break;
    pieces.push(value);
    length += value.length;
  }
  if (length > size) await reader.cancel();
  return new Uint8Array(await new Blob(pieces).arrayBuffer());
}
