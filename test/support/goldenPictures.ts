import { readFileSync } from 'node:fs';

import type { RgbaImage } from '../../src/image/pixels.js';

interface Golden {
  readonly files: Readonly<
    Record<string, { readonly bytes: string; readonly pixels: string; readonly eighth?: string }>
  >;
  readonly pixels: Readonly<Record<string, { readonly width: number; readonly height: number; readonly rgba: string }>>;
}

/** A picture file and what Pillow sees in it (`test/golden/pictureFormats.py`). */
export interface GoldenPicture {
  readonly name: string;
  readonly bytes: Uint8Array;
  readonly seen: RgbaImage;
  /** For some JPEGs: what libjpeg makes of it at an eighth of its size. */
  readonly eighth: RgbaImage | null;
}

const golden = JSON.parse(readFileSync(new URL('../golden/pictureFormats.json', import.meta.url), 'utf8')) as Golden;

function pixels(name: string): RgbaImage {
  const { width, height, rgba } = golden.pixels[name];
  return { width, height, data: bytes(rgba) };
}

function bytes(base64: string): Uint8Array {
  return new Uint8Array(Buffer.from(base64, 'base64'));
}

/** All of them, or those whose name begins like this. */
export function goldenPictures(start = ''): GoldenPicture[] {
  return Object.entries(golden.files)
    .filter(([name]) => name.startsWith(start))
    .map(([name, file]) => ({
      name,
      bytes: bytes(file.bytes),
      seen: pixels(file.pixels),
      eighth: file.eighth === undefined ? null : pixels(file.eighth),
    }));
}

/** The largest difference of two pictures of one size; invisible pixels have no colour. */
export function worstDifference(a: RgbaImage, b: RgbaImage): number {
  let worst = a.width === b.width && a.height === b.height ? 0 : 256;
  for (let p = 0; worst < 256 && p < a.data.length; p += 4) {
    const isInvisible = a.data[p + 3] === 0 && b.data[p + 3] === 0;
    for (let c = isInvisible ? 3 : 0; c < 4; c++) worst = Math.max(worst, Math.abs(a.data[p + c] - b.data[p + c]));
  }
  return worst;
}
