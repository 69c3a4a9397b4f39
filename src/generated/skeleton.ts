/**
 * A sign as the path of a pen: strokes of points "x,y", with x from 0 (left) to 1 (right) and y
 * from 0 (top) to 1 (bottom) of the sign's box. A stroke is a smooth line through its points. A
 * stroke that begins with "-" has straight segments and corners.
 */
export interface Skeleton {
  readonly name: string;
  readonly strokes: readonly string[];
  /** Width of the box divided by its height. */
  readonly aspect: number;
}

/** A line as points [x, y], in the order in which the pen passes them. */
export type Track = readonly (readonly [x: number, y: number])[];

/** The points of a skeleton's stroke, and whether it is straight between them. */
export function parseStroke(stroke: string): { readonly points: Track; readonly straight: boolean } {
  const straight = stroke.startsWith('-');
  const points = stroke
    .slice(straight ? 1 : 0)
    .split(' ')
    .map((point) => {
      const [x, y] = point.split(',').map(Number);
      return [x, y] as const;
    });
  return { points, straight };
}
