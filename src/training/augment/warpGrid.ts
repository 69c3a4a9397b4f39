import type { ChangePlan } from './changePlan.js';
import { halfTangent } from './rotation.js';

/** Pixels between two points of the grid, along each axis. */
export const CELL = 4;
/** A coordinate of the grid is a whole number of 1 / ONE pixels. */
const ONE = 65536;

/**
 * For each point of a coarse grid over the output, the place in the input that it comes from.
 * Between the points it is interpolated linearly.
 */
export interface WarpGrid {
  /** Points along one axis; point p lies at output pixel p * CELL. */
  readonly points: number;
  /** [points, points], in 1 / ONE pixels. */
  readonly x: Int32Array;
  readonly y: Int32Array;
}

/** Smooth random displacements at the points of the warp grid. */
export interface ElasticField {
  /** [points, points], in pixels; written by `fill`. */
  readonly x: Float64Array;
  readonly y: Float64Array;
  /**
   * Draws the displacements for the picture of `key`; `displacement` is their root mean square
   * along each axis, in pixels.
   */
  fill(key: number, displacement: number): void;
}

export function createWarpGrid(side: number): WarpGrid {
  const points = Math.ceil(side / CELL) + 1;
  return { points, x: new Int32Array(points * points), y: new Int32Array(points * points) };
}

/**
 * Writes the grid of one picture [side, side]. A point p of the digit, relative to the middle,
 * moves to rotate(shear(scale(p))) + translation. The grid is the inverse of that, plus the
 * displacements of the elastic `field`.
 */
export function fillWarpGrid(plan: ChangePlan, field: ElasticField, key: number, side: number, grid: WarpGrid): void {
  const { points, x, y } = grid;
  const { scaleX, scaleY, shear } = plan;
  const t = halfTangent(plan.rotation);
  const cosine = (1 - t * t) / (1 + t * t);
  const sine = (2 * t) / (1 + t * t);
  const xx = (cosine + shear * sine) / scaleX;
  const xy = (sine - shear * cosine) / scaleX;
  const yx = -sine / scaleY;
  const yy = cosine / scaleY;

  const elastic = plan.displacement > 0;
  if (elastic) field.fill(key, plan.displacement * ONE);
  const { x: fieldX, y: fieldY } = field;
  const middle = (side - 1) / 2;
  for (let row = 0, i = 0; row < points; row++) {
    const down = row * CELL - middle - plan.translationY;
    const startX = (middle + xy * down) * ONE + 0.5;
    const startY = (middle + yy * down) * ONE + 0.5;
    for (let column = 0; column < points; column++, i++) {
      const right = (column * CELL - middle - plan.translationX) * ONE;
      const fromX = startX + xx * right;
      const fromY = startY + yx * right;
      x[i] = elastic ? fromX + fieldX[i] : fromX; // the integer array drops the fraction
      y[i] = elastic ? fromY + fieldY[i] : fromY;
    }
  }
}
