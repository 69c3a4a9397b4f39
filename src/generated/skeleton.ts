/**
 * A sign as the way of a pen: strokes of points "x,y", x and y from 0 to 1, left to right and top to bottom of its box. A
 * stroke is a smooth line through its points; one that begins with "-" has straight pieces and corners.
 */
export interface Skeleton {
  readonly name: string;
  readonly strokes: readonly string[];
  /** Width of the box divided by its height. */
  readonly aspect: number;
}

/** A line as points [x, y], in the order in which the pen goes through them. */
export type Track = readonly (readonly [x: number, y: number])[];

/** The points that a stroke of a skeleton names, and whether it is straight between them. */
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
