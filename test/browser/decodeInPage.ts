import { decodeImage } from '../../src/browser/decodeImage.js';

export interface Decoded {
  readonly width: number;
  readonly height: number;
  readonly full: { readonly width: number; readonly height: number } | null;
  /** RGBA, or only the first of it, in base64. */
  readonly rgba: string;
}

/** Longer pictures are not returned as a whole. */
const MOST_BYTES = 30_000;

/** Decodes pictures, given in base64, with the browser's `decodeImage`; the message if it fails. */
export async function decodeInPage(pictures: readonly string[]): Promise<(Decoded | string)[]> {
  const results: (Decoded | string)[] = [];
  for (const base64 of pictures) {
    const bytes = Uint8Array.from(atob(base64), (letter) => letter.charCodeAt(0));
    try {
      const { width, height, full = null, data } = await decodeImage(bytes);
      results.push({ width, height, full, rgba: btoa(String.fromCharCode(...data.subarray(0, MOST_BYTES))) });
    } catch (error) {
      results.push(String(error));
    }
  }
  return results;
}
