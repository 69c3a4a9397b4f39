import type { GrayImage } from '../image/pixels.js';
import type { FormSet } from './digitForms.js';

/** A digit of a handwriting font. */
export interface FontDigit {
  /** 0..9 */
  readonly digit: number;
  /** The name of the font. */
  readonly font: string;
  /** 0 = paper, 255 = ink. */
  readonly ink: GrayImage;
}

/** The files that `npm run fonts` writes. */
export interface FontFiles {
  /** digits-images-idx3-ubyte */
  readonly images: Uint8Array;
  /** digits-labels-idx1-ubyte */
  readonly labels: Uint8Array;
  /** digits-fonts.txt: the name of the font of each image, one per line. */
  readonly fonts: string;
}

/** Bytes before the pixels and before the labels. */
const [IMAGES_HEAD, LABELS_HEAD] = [16, 8];

/**
 * The digits of the fonts of a set, in the order of the files. Throws RangeError if the files do
 * not belong together.
 */
export function readFontDigits({ images, labels, fonts }: FontFiles, set: FormSet): FontDigit[] {
  const names = fonts.split('\n').slice(0, -1);
  const view = new DataView(images.buffer, images.byteOffset, images.byteLength);
  const [count, height, width] = images.length < IMAGES_HEAD ? [0, 0, 0] : [4, 8, 12].map((at) => view.getUint32(at));
  const pixels = width * height;
  if (
    count === 0 ||
    count !== names.length ||
    images.length !== IMAGES_HEAD + count * pixels ||
    labels.length !== LABELS_HEAD + count
  ) {
    throw new RangeError(
      `readFontDigits: expected one label and one font per image. Received ${count} images of ${width} x ${height} ` +
        `in ${images.length} bytes, ${labels.length - LABELS_HEAD} labels and ${names.length} fonts.`,
    );
  }
  return names.flatMap((font, row) => {
    if (set !== 'all' && isHeldOutFont(font) !== (set === 'held out')) return [];
    const data = images.slice(IMAGES_HEAD + row * pixels, IMAGES_HEAD + (row + 1) * pixels);
    return [{ digit: labels[LABELS_HEAD + row], font, ink: { width, height, data } }];
  });
}

/** Letters of a font's name that tell its family. */
const FAMILY = 5;

/**
 * Whether training can leave the font out, to measure how well hands are read that were never seen.
 * It depends on the name alone. About a fifth of the fonts are held out, and fonts of one family,
 * which begin with the same letters, are on the same side.
 */
export function isHeldOutFont(name: string): boolean {
  // FNV-1a (Fowler, Noll & Vo 1991)
  let hash = 0x811c9dc5;
  for (const sign of name.replace(/-.*/, '').slice(0, FAMILY)) hash = Math.imul(hash ^ sign.charCodeAt(0), 0x01000193);
  return (hash >>> 8) % 5 === 3;
}
