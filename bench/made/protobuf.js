// @ts-check

// The wire format of Protocol Buffers, as far as an ONNX file needs it
// (https://protobuf.dev/programming-guides/encoding).

/** @typedef {number | string | Uint8Array | { float: number }} Value integers as varints, text and bytes with their length, floats in four bytes */

/**
 * A message: field number and value, in order. A list stands for a repeated field.
 *
 * @param {readonly (readonly [number, Value | readonly Value[]])[]} fields
 * @returns {Uint8Array}
 */
export function message(fields) {
  /** @type {Uint8Array[]} */
  const pieces = [];
  for (const [field, value] of fields) {
    const values = Array.isArray(value) ? value : [value];
    for (const one of values) {
      if (typeof one === 'number') pieces.push(varint(field << 3), varint(one));
      else if (typeof one === 'object' && 'float' in one) pieces.push(varint((field << 3) | 5), float(one.float));
      else {
        const bytes = typeof one === 'string' ? new TextEncoder().encode(one) : one;
        pieces.push(varint((field << 3) | 2), varint(bytes.length), bytes);
      }
    }
  }
  return new Uint8Array(Buffer.concat(pieces));
}

/**
 * @param {number} value a whole number, 0 or above
 */
function varint(value) {
  const bytes = [];
  let rest = value;
  for (; rest > 127; rest = Math.floor(rest / 128)) bytes.push((rest % 128) | 128);
  return Uint8Array.from([...bytes, rest]);
}

/** @param {number} value */
function float(value) {
  const bytes = new Uint8Array(4);
  new DataView(bytes.buffer).setFloat32(0, value, true);
  return bytes;
}
