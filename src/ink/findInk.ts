import type { GrayImage } from '../image/pixels.js';
import { crop, type Box } from './crop.js';
import { dropSpecks } from './dropSpecks.js';
import { inkBox } from './inkBox.js';
import { removeLines } from './removeLines.js';
import { removePaper } from './removePaper.js';
import { shrink } from './shrink.js';

/** Longer side, in pixels, of the pictures that are searched: larger ones are averaged down first. */
const SEARCH_SIDE = 256;
/** Where the drawing is smaller than this after averaging down, in pixels, it is looked at again, larger. */
const LEAST_SIDE = 64;

/** A drawing cut out of a picture. */
export interface FoundInk {
  /** The drawing without paper and specks, 0 = paper, 255 = full ink; large ones are averaged down. */
  readonly ink: GrayImage;
  /** Where it is, in pixels of the picture that was searched. */
  readonly box: Box;
}

/** Finds the drawing in a picture of ink, 0 = paper, 255 = ink. Null where there is none: blank, or only noise. */
export function findInk(picture: GrayImage): FoundInk | null {
  const small = shrink(picture, SEARCH_SIDE);
  const clean = removePaper(small);
  const strokes = clean === null ? null : dropSpecks({ ...clean, ink: removeLines(clean.ink) });
  const box = strokes === null ? null : inkBox(strokes);
  if (strokes === null || box === null) return null;
  const boxInPicture = scaleBox(box, picture.width / small.width, picture.height / small.height);
  if (small === picture || Math.max(box.width, box.height) >= LEAST_SIDE) {
    return { ink: crop(strokes, box), box: boxInPicture };
  }
  const surroundings = widen(boxInPicture, picture);
  const found = findInk(crop(picture, surroundings));
  if (found === null) return { ink: crop(strokes, box), box: boxInPicture };
  const { left, top, width, height } = found.box;
  return { ink: found.ink, box: { left: left + surroundings.left, top: top + surroundings.top, width, height } };
}

/** The box of the same place in a picture that is larger by these factors, to whole pixels outwards. */
function scaleBox(box: Box, scaleX: number, scaleY: number): Box {
  const left = Math.floor(box.left * scaleX);
  const top = Math.floor(box.top * scaleY);
  const width = Math.ceil((box.left + box.width) * scaleX) - left;
  const height = Math.ceil((box.top + box.height) * scaleY) - top;
  return { left, top, width, height };
}

/** Adds half of the longer side all around, as far as the picture goes: paper to tell the ink from. */
function widen(box: Box, picture: GrayImage): Box {
  const margin = Math.max(box.width, box.height) >> 1;
  const left = Math.max(0, box.left - margin);
  const top = Math.max(0, box.top - margin);
  const right = Math.min(picture.width, box.left + box.width + margin);
  const bottom = Math.min(picture.height, box.top + box.height + margin);
  return { left, top, width: right - left, height: bottom - top };
}
