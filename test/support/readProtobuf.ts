/** The fields of a message of Protocol Buffers, each a list. */
export interface Message {
  bytes(field: number): Uint8Array[];
  texts(field: number): string[];
  floats(field: number): number[];
}

/**
 * Reads varints, fields with a length, and fields of four bytes
 * (https://protobuf.dev/programming-guides/encoding).
 */
export function readProtobuf(message: Uint8Array): Message {
  const found: { field: number; bytes: Uint8Array }[] = [];
  let at = 0;
  const varint = (): number => {
    let value = 0;
    for (let shift = 1; ; shift *= 128) {
      const byte = message[at++];
      value += (byte & 127) * shift;
      if (byte < 128) return value;
    }
  };
  while (at < message.length) {
    const key = varint();
    const type = key & 7;
    const start = at;
    if (type === 0) varint();
    else if (type === 2 || type === 5) {
      const length = type === 2 ? varint() : 4;
      found.push({ field: key >> 3, bytes: message.subarray(at, at + length) });
      at += length;
    } else throw new Error(`a field must have type 0, 2 or 5. Received ${type} at ${start}.`);
  }
  const bytes = (field: number): Uint8Array[] => found.filter((one) => one.field === field).map((one) => one.bytes);
  return {
    bytes,
    texts: (field) => bytes(field).map((text) => new TextDecoder().decode(text)),
    floats: (field) => bytes(field).map((four) => new DataView(four.buffer, four.byteOffset).getFloat32(0, true)),
  };
}
