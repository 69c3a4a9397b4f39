import type { GrayImage } from '../image/pixels.js';
import { chooseParts } from './chooseParts.js';
import { crop, type Box } from './crop.js';
import { inkBox } from './inkBox.js';
import type { OnStep } from './inkStep.js';
import { removeLines } from './removeLines.js';
import { removePaper, type CleanInk } from './removePaper.js';
import { shrink } from './shrink.js';

/**
 * Longer side, in pixels, of the largest picture that is searched. Larger ones are averaged down
 * first.
 */
const SEARCH_SIDE = 256;
/**
 * If the drawing is smaller than this after averaging down, in pixels, it is searched again at a
 * larger size.
 */
const LEAST_SIDE = 64;

/**
 * Margin that is kept around a drawing, as a share of its longer side: enough to see boxes, and
 * paper to tell the ink from.
 */
const NEAR_MARGIN = 0.15;
const FAR_MARGIN = 0.5;
/** A drawing that takes at least this share of the picture's longer side is not searched again. */
const NEAR = 0.9;

/** A drawing cut out of a picture. */
export interface FoundInk {
  /**
   * The drawing without paper and specks, 0 = paper, 255 = full ink. Large drawings are averaged
   * down.
   */
  readonly ink: GrayImage;
  /** The place of the drawing, in pixels of the picture that was searched. */
  readonly box: Box;
}

/**
 * Finds the drawing in a picture of ink, 0 = paper, 255 = ink. Null if there is none: the picture
 * is blank, or holds only rules or only noise.
 */
export function findInk(picture: GrayImage, onStep?: OnStep): FoundInk | null {
  const small = shrink(picture, SEARCH_SIDE);
  const clean = removePaper(small);
  if (clean === null) return null;
  onStep?.({ name: 'paper removed', image: clean.ink });
  onStep?.({
    name: 'sure ink',
    get image() {
      return surely(clean); // only computed if `onStep` is given
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

/**
 * The drawing without rules, boxes and specks, cut out. A box that is small in the picture is only
 * recognised after its surroundings are cut out.
 */
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

/**
 * The box of the same place in a picture that is larger by these factors, rounded outwards to whole
 * pixels.
 */
function scaleBox(box: Box, scaleX: number, scaleY: number): Box {
  const left = Math.floor(box.left * scaleX);
  const top = Math.floor(box.top * scaleY);
  const width = Math.ceil((box.left + box.width) * scaleX) - left;
  const height = Math.ceil((box.top + box.height) * scaleY) - top;
  return { left, top, width, height };
}

/** Adds a share of the longer side on all sides, as far as the picture extends. */
function widen(box: Box, picture: GrayImage, share: number): Box {
  const margin = Math.ceil(share * Math.max(box.width, box.height));
  const left = Math.max(0, box.left - margin);
  const top = Math.max(0, box.top - margin);
  const right = Math.min(picture.width, box.left + box.width + margin);
  const bottom = Math.min(picture.height, box.top + box.height + margin);
  return { left, top, width: right - left, height: bottom - top };
}

/** Moves a box that is given relative to `outer` to the coordinates of `outer`. */
function within(box: Box, outer: Box): Box {
  return { ...box, left: box.left + outer.left, top: box.top + outer.top };
}
