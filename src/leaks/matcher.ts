import { INPUT_LENGTH } from '../ink/pipeline.js';
import { describeShape, SHAPE_LENGTH } from './describeShape.js';
import type { Drawing } from './drawing.js';
import { COARSE_LENGTH, coarse, drawingOf, fine } from './drawing.js';
import type { AffineMap, Registered } from './registration.js';
import { createSearch } from './searchShapes.js';
import type { ShapeTree } from './shapeTree.js';

/** Pictures made ready for being found: plain arrays, which threads can share. */
export interface DrawingIndex {
  /** [N, 784], 0 = paper, 255 = ink, by the normalised pipeline. */
  readonly inputs: Uint8Array;
  /** [N, SHAPE_LENGTH] */
  readonly shapes: Int8Array;
  /** [N, COARSE_LENGTH] */
  readonly coarse: Uint8Array;
  readonly tree: ShapeTree;
}

/** A picture that may be a variant of another one's drawing. */
export interface Candidate extends Registered {
  readonly row: number;
}

/** Rows that are registered coarsely, and those of them that are registered finely. */
const COARSE = 96;
const FINE = 12;

export interface Matcher {
  /** The rows of the index that lie best over `ink` [28, 28], the best first, `except` left out; none where there is no ink. */
  candidates(ink: Uint8Array, except: number): Candidate[];
  readonly work: number;
}

export function createMatcher(index: DrawingIndex): Matcher {
  const shape = new Float32Array(SHAPE_LENGTH);
  const picture = new Float32Array(COARSE_LENGTH);
  const search = createSearch(index.shapes, index.tree, COARSE);
  return {
    candidates(ink, except) {
      const drawing = drawingOf(ink);
      if (drawing === null) return [];
      describeShape(drawing.even, shape);
      return search(shape, except)
        .map(({ row, turn }) => {
          picture.set(index.coarse.subarray(row * COARSE_LENGTH, (row + 1) * COARSE_LENGTH));
          return { row, ...coarse.align(drawing.coarseTemplate, picture, turned(turn), 5) };
        })
        .sort((a, b) => a.residual - b.residual || a.row - b.row)
        .slice(0, FINE)
        .flatMap(({ row, map }) => {
          const other = drawingOf(index.inputs.subarray(row * INPUT_LENGTH, (row + 1) * INPUT_LENGTH));
          return other === null ? [] : [{ row, ...lay(drawing, other, map) }];
        })
        .sort((a, b) => a.residual - b.residual || a.row - b.row);
    },
    get work() {
      return search.work;
    },
  };
}

/** Lays `other` over `drawing`, both with strokes as wide as those of the wider one. */
export function lay(drawing: Drawing, other: Drawing, start: AffineMap): Registered {
  const width = Math.max(drawing.even.width, other.even.width);
  return fine.align(drawing.fineTemplate(width), other.finePicture(width), start, 10);
}

function turned(radians: number): AffineMap {
  const [cosine, sine] = [Math.cos(radians), Math.sin(radians)];
  return [cosine, -sine, 0, sine, cosine, 0];
}
