import { cosine, sine } from './angles.js';

/** Red, green and blue, each 0..255. */
export type Colour = readonly [number, number, number];

/** Lines printed on a sheet. Lengths are in pixels. */
export interface Ruling {
  readonly colour: Colour;
  /** Thickness of a line. */
  readonly thickness: number;
  /** Rotation of the lines, in radians. @default 0 */
  readonly turn?: number;
  /** Horizontal lines, from `offset` on, `spacing` apart. */
  readonly rows?: { readonly offset: number; readonly spacing: number };
  readonly columns?: { readonly offset: number; readonly spacing: number };
  /** The sides of a box. Sides that are left out are not printed. */
  readonly box?: { readonly left?: number; readonly top?: number; readonly right?: number; readonly bottom?: number };
}

/** How much of each pixel [height, width] the lines cover, 0..1. */
export function rule(ruling: Ruling, width: number, height: number): Float32Array {
  const { thickness, turn = 0, rows, columns, box = {} } = ruling;
  const share = new Float32Array(width * height);
  const [cos, sin] = [cosine(turn), sine(turn)];
  const covered = (distance: number) => Math.min(1, thickness, Math.max(0, thickness / 2 + 0.5 - distance));
  const half = thickness / 2;
  for (let row = 0, i = 0; row < height; row++) {
    for (let column = 0; column < width; column++, i++) {
      const [u, v] = [column + 0.5 - width / 2, row + 0.5 - height / 2];
      const x = u * cos + v * sin + width / 2;
      const y = v * cos - u * sin + height / 2;
      let most = 0;
      if (rows !== undefined) most = Math.max(most, covered(toNearest(y - rows.offset, rows.spacing)));
      if (columns !== undefined) most = Math.max(most, covered(toNearest(x - columns.offset, columns.spacing)));
      const { left = -Infinity, right = Infinity, top = -Infinity, bottom = Infinity } = box;
      if (y >= top - half && y <= bottom + half) {
        most = Math.max(most, covered(Math.min(Math.abs(x - left), Math.abs(x - right))));
      }
      if (x >= left - half && x <= right + half) {
        most = Math.max(most, covered(Math.min(Math.abs(y - top), Math.abs(y - bottom))));
      }
      share[i] = most;
    }
  }
  return share;
}

function toNearest(distance: number, spacing: number): number {
  const rest = ((distance % spacing) + spacing) % spacing;
  return Math.min(rest, spacing - rest);
}
