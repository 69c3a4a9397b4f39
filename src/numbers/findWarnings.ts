import type { Reading } from '../digits/reading.js';
import type { GrayImage, RgbaImage } from '../image/pixels.js';

/** What may have gone wrong with a picture on its way to the network. */
export type Warning = 'cut off' | 'too small' | 'too thin' | 'low contrast' | 'not a digit';

/** Longer side of the drawing in the picture's pixels below which there is little to see. */
const SMALL = 24;
/** Strokes narrower than this share of a digit's longer side are thin; MNIST's are 0.08 to 0.2. */
const THIN = 0.035;
/** Difference between ink and paper, 0..255, below which a photo has little contrast. */
const FAINT = 60;
/** Pixels that are enough to tell the contrast of a picture. */
const LOOKED_AT = 40_000;

export interface Evidence {
  readonly picture: RgbaImage;
  readonly reading: Reading;
  /** The step 'ink'. */
  readonly ink: GrayImage;
  readonly cutOut: GrayImage;
  /** Where the drawing is in the picture, [x, y, width, height]. */
  readonly box: readonly [number, number, number, number];
}

/** What a person should know before trusting the answer, the gravest first. */
export function findWarnings({ picture, reading, ink, cutOut, box }: Evidence): Warning[] {
  const [x, y, width, height] = box;
  const margin = Math.ceil(Math.max(picture.width, picture.height) / 256);
  const cutOff = x < margin || y < margin || x + width > picture.width - margin || y + height > picture.height - margin;
  const fills = width * height > 0.9 * picture.width * picture.height; // a picture that was cut to the digit is whole
  const found: [Warning, boolean][] = [
    ['cut off', cutOff && !fills],
    ['too small', Math.max(width, height) < SMALL],
    ['low contrast', contrastOf(ink) < FAINT],
    ['too thin', strokeWidth(cutOut) < THIN * longestSide(reading.digits, cutOut, width / cutOut.width)],
    ['not a digit', reading.status === 'not a digit'],
  ];
  return found.filter(([, holds]) => holds).map(([warning]) => warning);
}

/**
 * Between the darkest half per cent of the pixels and the middle one: ink is the smaller part of a
 * picture.
 */
function contrastOf({ data }: GrayImage): number {
  const counts = new Uint32Array(256);
  const step = Math.ceil(data.length / LOOKED_AT);
  for (let i = 0; i < data.length; i += step) counts[data[i]]++;
  const valueAt = (share: number): number => {
    let left = (share * data.length) / step;
    let value = 0;
    while (value < 255 && (left -= counts[value]) > 0) value++;
    return value;
  };
  return valueAt(0.995) - valueAt(0.5);
}

/** Of the largest digit, in pixels of the drawing, which was averaged down by `scale`. */
function longestSide(digits: Reading['digits'], drawing: GrayImage, scale: number): number {
  if (digits.length < 2) return Math.max(drawing.width, drawing.height);
  return Math.max(...digits.map(({ box: [, , width, height] }) => Math.max(width, height))) / scale;
}

/** Mean width of the strokes in pixels: twice their area over their outline. */
function strokeWidth({ width, height, data }: GrayImage): number {
  let area = 0;
  let outline = 0;
  const isInk = (x: number, y: number): boolean =>
    x >= 0 && y >= 0 && x < width && y < height && data[y * width + x] >= 128;
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      if (!isInk(x, y)) continue;
      area++;
      if (!isInk(x - 1, y) || !isInk(x + 1, y) || !isInk(x, y - 1) || !isInk(x, y + 1)) outline++;
    }
  }
  return outline === 0 ? Infinity : (2 * area) / outline;
}
