/**
 * A sign as the path of a pen: strokes of points "x,y", with x from 0 (left) to 1 (right) and y
 * from 0 (top) to 1 (bottom) of the sign's box. A stroke is a smooth line through its points.
 *
 * - "-" before a stroke: it has straight segments, and each of its points is a corner.
 * - "+" before a stroke: a fast hand may draw it without lifting the pen after the stroke before.
 * - "!" after a point: the line has a corner there.
 * - ".2~.6" in place of a number: a hand has its own value in this range. ".2~.6a" is a range whose
 *   place between its ends, the same for all ranges with the same letter, is one habit of the hand.
 */
export interface Skeleton {
  readonly name: string;
  readonly strokes: readonly string[];
  /** Width of the box divided by its height. */
  readonly aspect: number | Range;
}

export type Range = readonly [low: number, high: number];

/** A line as points [x, y], in the order in which the pen passes them. */
export type Track = readonly (readonly [x: number, y: number])[];

/** A stroke of a skeleton, with a value for each of its ranges. */
export interface Stroke {
  /** Pieces of a smooth line; each begins at the corner where the one before ends. */
  readonly pieces: readonly Track[];
  /** Whether a fast hand may draw it without lifting the pen after the stroke before. */
  readonly joined: boolean;
}

/**
 * Reads a skeleton's stroke. `habit` gives the place of each range's value between its ends, 0..1;
 * it is asked with the range's letter, or with '' for a range that has none.
 */
export function parseStroke(stroke: string, habit: (letter: string) => number): Stroke {
  const straight = stroke.startsWith('-') || stroke.startsWith('+-');
  const joined = stroke.startsWith('+');
  const pieces: (readonly [number, number])[][] = [[]];
  for (const text of stroke.replace(/^[+-]+/, '').split(' ')) {
    const [x, y] = text.replace('!', '').split(',');
    const point = [valueOf(x, habit), valueOf(y, habit)] as const;
    const piece = pieces[pieces.length - 1];
    piece.push(point);
    if (piece.length > 1 && (straight || text.endsWith('!'))) pieces.push([point]);
  }
  return { pieces: pieces.filter(({ length }) => length > 1), joined };
}

function valueOf(text: string, habit: (letter: string) => number): number {
  const range = /^([-.\d]+)~([-.\d]+)([a-z]?)$/.exec(text);
  if (range === null) return Number(text);
  const [low, high] = [Number(range[1]), Number(range[2])];
  return low + (high - low) * habit(range[3]);
}
