const ALPHABET = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/';

/** Encodes bytes as base64 with padding (RFC 4648, section 4). */
export function encodeBase64(bytes: Uint8Array): string {
  const groups: string[] = [];
  for (let index = 0; index < bytes.length; index += 3) {
    // A byte past the end is undefined; the bit operators treat it as 0.
    const bits = (bytes[index] << 16) | (bytes[index + 1] << 8) | bytes[index + 2];
    groups.push(ALPHABET[bits >> 18] + ALPHABET[(bits >> 12) & 63] + ALPHABET[(bits >> 6) & 63] + ALPHABET[bits & 63]);
  }
  const padding = (3 - (bytes.length % 3)) % 3;
  const text = groups.join('');
  return padding === 0 ? text : text.slice(0, -padding) + '='.repeat(padding);
}
