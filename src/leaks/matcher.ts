import { INPUT_LENGTH } from '../ink/mnistInput.js';
import { SHAPE_LENGTH } from './describeShape.js';
import { COARSE_LENGTH, coarse, type Drawing, fine, finePicture, laidDrawing, type LaidDrawing } from './drawing.js';
import { FRAME_LENGTH, storedFrame } from './evenWidth.js';
import type { AffineMap, Registered } from './registration.js';
import { createSearch, type NearShape } from './searchShapes.js';
import type { ShapeTree } from './shapeTree.js';

/** Pictures prepared for comparison: plain arrays, which threads can share. */
export interface DrawingIndex {
  /** [N, 784], 0 = paper, 255 = ink, by the normalised pipeline. */
  readonly inputs: Uint8Array;
  /** [N, SHAPE_LENGTH] */
  readonly shapes: Int8Array;
  /** [N, FRAME_LENGTH] */
  readonly frames: Float32Array;
  /** [N, COARSE_LENGTH] */
  readonly coarse: Uint8Array;
}

/** A picture that may be a variant of another one's drawing. */
export interface Candidate extends Registered {
  readonly row: number;
}

export interface Matcher {
  /**
   * The rows of the tree that fit best over `row`, the best first, without those of its own group;
   * none if `row` has no ink. The search ends early if the first few are all variants of the same
   * drawing according to `isVariant`.
   */
  candidates(row: number, isVariant: (candidate: Candidate) => boolean): Candidate[];
  /** Number of distances between descriptions computed so far. */
  readonly work: number;
}

/**
 * How many rows have their descriptions compared, how many of these are registered coarsely, and
 * how many of those finely.
 */
const BUDGET = 12_000;
const COARSE = 240;
const FINE = 16;
/**
 * The same for a first look. If all of these rows are variants, the drawing has many, and no more
 * have to be found.
 */
const FIRST_BUDGET = 2000;
const FIRST_COARSE = 40;
const FIRST_FINE = 4;
/**
 * Drawings whose stroke widths differ by more than this, in units of the frame (about a pixel and a
 * half), have too little in common to be compared.
 */
const WIDTHS_APART = 0.36;
const COARSE_ROUNDS = 5;
const FINE_ROUNDS = 10;

/**
 * Compares rows of `index` with those of its rows that are in `tree`. Rows of the same group in
 * `groups` [N] are not compared with each other.
 */
export function createMatcher(index: DrawingIndex, tree: ShapeTree, groups: Uint32Array): Matcher {
  const search = createSearch(index.shapes, tree, groups);
  const picture = new Float32Array(COARSE_LENGTH);
  const inputAt = (row: number): Uint8Array => index.inputs.subarray(row * INPUT_LENGTH, (row + 1) * INPUT_LENGTH);

  const layCoarsely = (drawing: LaidDrawing, near: readonly NearShape[]): Candidate[] =>
    near.map(({ row, turn }) => {
      picture.set(index.coarse.subarray(row * COARSE_LENGTH, (row + 1) * COARSE_LENGTH));
      return { row, ...coarse.align(drawing.coarse, picture, turned(turn), COARSE_ROUNDS) };
    });
  const layFinely = (drawing: LaidDrawing, found: readonly Candidate[]): Candidate[] =>
    found
      .flatMap(({ row, map }) => {
        const stored = storedFrame(index.frames.subarray(row * FRAME_LENGTH, (row + 1) * FRAME_LENGTH));
        return stored === null || Math.abs(stored.width - drawing.width) > WIDTHS_APART
          ? []
          : [{ row, ...lay(drawing, { ink: inputAt(row), ...stored }, map) }];
      })
      .sort(byResidual);

  return {
    candidates(row, isVariant) {
      const drawing = laidDrawing(inputAt(row));
      if (drawing === null) return [];
      search.begin(index.shapes.subarray(row * SHAPE_LENGTH, (row + 1) * SHAPE_LENGTH), groups[row]);
      const nearest = search.nearest(FIRST_BUDGET, FIRST_COARSE);
      const first = layCoarsely(drawing, nearest).sort(byResidual);
      const family = layFinely(drawing, first.slice(0, FIRST_FINE));
      if (family.length === FIRST_FINE && family.every(isVariant)) return family;
      const known = new Set(nearest.map((near) => near.row));
      const more = search.nearest(BUDGET, COARSE).filter((near) => !known.has(near.row));
      const all = [...first, ...layCoarsely(drawing, more)].sort(byResidual).slice(0, FINE);
      const laid = new Map(family.map((candidate) => [candidate.row, candidate]));
      const others = layFinely(
        drawing,
        all.filter((candidate) => !laid.has(candidate.row)),
      );
      return [...family, ...others].sort(byResidual);
    },
    get work() {
      return search.work;
    },
  };
}

/** Lays `other` over `drawing`, both with strokes as wide as those of the wider one. */
function lay(drawing: LaidDrawing, other: Drawing, start: AffineMap): Registered {
  const width = Math.max(drawing.width, other.width);
  return fine.align(drawing.fine(width), finePicture(other, width), start, FINE_ROUNDS);
}

function turned(radians: number): AffineMap {
  const [cosine, sine] = [Math.cos(radians), Math.sin(radians)];
  return [cosine, -sine, 0, sine, cosine, 0];
}

function byResidual(a: Candidate, b: Candidate): number {
  return a.residual - b.residual || a.row - b.row;
}
