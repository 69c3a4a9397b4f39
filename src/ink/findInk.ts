import type { GrayImage } from '../image/pixels.js';
import { chooseParts } from './chooseParts.js';
import { crop, type Box } from './crop.js';
import { inkBox } from './inkBox.js';
import type { OnStep } from './inkStep.js';
import { removeLines } from './removeLines.js';
import { removePaper, type CleanInk } from './removePaper.js';
import { shrink } from './shrink.js';

/** Longer side, in pixels, of the pictures that are searched: larger ones are averaged down first. */
const SEARCH_SIDE = 256;
/** Where the drawing is smaller than this after averaging down, in pixels, it is looked at again, larger. */
const LEAST_SIDE = 64;

/** What is left around a drawing, as a share of its longer side, to see boxes, and to see paper to tell the ink from. */
const NEAR_MARGIN = 0.15;
const FAR_MARGIN = 0.5;
/** Share of a picture's longer side from which a drawing is seen from near enough. */
const NEAR = 0.9;

/** A drawing cut out of a picture. */
export interface FoundInk {
  /** The drawing without paper and specks, 0 = paper, 255 = full ink; large ones are averaged down. */
  readonly ink: GrayImage;
  /** Where it is, in pixels of the picture that was searched. */
  readonly box: Box;
}

/** Finds the drawing in a picture of ink, 0 = paper, 255 = ink. Null where there is none: blank, only rules, or only noise. */
export function findInk(picture: GrayImage, onStep?: OnStep): FoundInk | null {
  const small = shrink(picture, SEARCH_SIDE);
  const clean = removePaper(small);
  if (clean === null) return null;
  onStep?.({ name: 'paper removed', image: clean.ink });
  onStep?.({
    name: 'sure ink',
    get image() {
      return surely(clean); // only made where somebody looks
    },
  });
  const drawn = findDrawing(clean, onStep);
  if (drawn === null) return null;
  const { ink: strokes, box } = drawn;
  const boxInPicture = scaleBox(box, picture.width / small.width, picture.height / small.height);
  if (small === picture || Math.max(box.width, box.height) >= LEAST_SIDE) {
    return { ink: strokes, box: boxInPicture };
  }
  const surroundings = widen(boxInPicture, picture, FAR_MARGIN);
  const found = findInk(crop(picture, surroundings), onStep);
  if (found === null) return { ink: strokes, box: boxInPicture };
  return { ink: found.ink, box: within(found.box, surroundings) };
}

/** The drawing without rules, boxes and specks, cut out. A box that is small in the picture is only seen as one from near. */
function findDrawing({ ink, ...levels }: CleanInk, onStep?: OnStep): FoundInk | null {
  const erased = removeLines(ink);
  onStep?.({ name: 'lines removed', image: erased.ink });
  const strokes = chooseParts(erased, levels);
  const box = strokes === null ? null : inkBox(strokes);
  if (strokes === null || box === null) return null;
  onStep?.({ name: 'parts kept', image: strokes });
  const near = widen(box, strokes, NEAR_MARGIN);
  const isNear = Math.max(near.width, near.height) > NEAR * Math.max(ink.width, ink.height);
  if (isNear) return { ink: crop(strokes, box), box };
  const found = findDrawing({ ink: crop(strokes, near), ...levels }, onStep);
  return found === null ? null : { ink: found.ink, box: within(found.box, near) };
}

function surely({ ink: { width, height, data }, certain }: CleanInk): GrayImage {
  return { width, height, data: data.map((value) => (value >= certain ? 255 : 0)) };
}

/** The box of the same place in a picture that is larger by these factors, to whole pixels outwards. */
function scaleBox(box: Box, scaleX: number, scaleY: number): Box {
  const left = Math.floor(box.left * scaleX);
  const top = Math.floor(box.top * scaleY);
  const width = Math.ceil((box.left + box.width) * scaleX) - left;
  const height = Math.ceil((box.top + box.height) * scaleY) - top;
  return { left, top, width, height };
}

/** Adds a share of the longer side all around, as far as the picture goes. */
function widen(box: Box, picture: GrayImage, share: number): Box {
  const margin = Math.ceil(share * Math.max(box.width, box.height));
  const left = Math.max(0, box.left - margin);
  const top = Math.max(0, box.top - margin);
  const right = Math.min(picture.width, box.left + box.width + margin);
  const bottom = Math.min(picture.height, box.top + box.height + margin);
  return { left, top, width: right - left, height: bottom - top };
}

/** A box inside another one, in the pixels that the other is in. */
function within(box: Box, outer: Box): Box {
  return { ...box, left: box.left + outer.left, top: box.top + outer.top };
}
