import { INPUT_LENGTH } from '../ink/pipeline.js';
import { SHAPE_LENGTH } from './describeShape.js';
import { COARSE_LENGTH, coarse, type Drawing, drawingOf, fine } from './drawing.js';
import type { AffineMap, Registered } from './registration.js';
import { createSearch } from './searchShapes.js';
import type { ShapeTree } from './shapeTree.js';

/** Pictures made ready for being compared: plain arrays, which threads can share. */
export interface DrawingIndex {
  /** [N, 784], 0 = paper, 255 = ink, by the normalised pipeline. */
  readonly inputs: Uint8Array;
  /** [N, SHAPE_LENGTH] */
  readonly shapes: Int8Array;
  /** [N, COARSE_LENGTH] */
  readonly coarse: Uint8Array;
}

/** A picture that may be a variant of another one's drawing. */
export interface Candidate extends Registered {
  readonly row: number;
}

export interface Matcher {
  /** The rows of the tree that lie best over `row`, the best first, itself left out; none where there is no ink. */
  candidates(row: number): Candidate[];
  /** Distances between descriptions computed so far. */
  readonly work: number;
}

/** Rows that are registered coarsely, and those of them that are registered finely. */
const COARSE = 96;
const FINE = 12;

/** Compares rows of `index` with those rows of it that `tree` holds. */
export function createMatcher(index: DrawingIndex, tree: ShapeTree): Matcher {
  const search = createSearch(index.shapes, tree, COARSE);
  const picture = new Float32Array(COARSE_LENGTH);
  const drawingAt = (row: number): Drawing | null =>
    drawingOf(index.inputs.subarray(row * INPUT_LENGTH, (row + 1) * INPUT_LENGTH));
  return {
    candidates(row) {
      const drawing = drawingAt(row);
      if (drawing === null) return [];
      const shape = index.shapes.subarray(row * SHAPE_LENGTH, (row + 1) * SHAPE_LENGTH);
      return search
        .nearest(shape, row)
        .map((near) => {
          picture.set(index.coarse.subarray(near.row * COARSE_LENGTH, (near.row + 1) * COARSE_LENGTH));
          return { row: near.row, ...coarse.align(drawing.coarseTemplate, picture, turned(near.turn), 5) };
        })
        .sort(byResidual)
        .slice(0, FINE)
        .flatMap((found) => {
          const other = drawingAt(found.row);
          return other === null ? [] : [{ row: found.row, ...lay(drawing, other, found.map) }];
        })
        .sort(byResidual);
    },
    get work() {
      return search.work;
    },
  };
}

/** Lays `other` over `drawing`, both with strokes as wide as those of the wider one. */
function lay(drawing: Drawing, other: Drawing, start: AffineMap): Registered {
  const width = Math.max(drawing.even.width, other.even.width);
  return fine.align(drawing.fineTemplate(width), other.finePicture(width), start, 10);
}

function turned(radians: number): AffineMap {
  const [cosine, sine] = [Math.cos(radians), Math.sin(radians)];
  return [cosine, -sine, 0, sine, cosine, 0];
}

function byResidual(a: Candidate, b: Candidate): number {
  return a.residual - b.residual || a.row - b.row;
}
