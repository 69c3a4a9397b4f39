import { changeGrey, createNoise } from './changeGrey.js';
import type { ChangePlan } from './changePlan.js';
import { changeStroke } from './changeStroke.js';
import { createElasticField } from './elasticField.js';
import { copyFromFrame, copyIntoFrame } from './framedCopy.js';
import { findInkArea, growArea, type InkArea } from './inkArea.js';
import { packWindows, resampleWarped } from './resampleWarped.js';
import { createWarpGrid, fillWarpGrid } from './warpGrid.js';

/**
 * Changes the picture [side, side] that begins in `input` at `from`, 0 = paper, 255 = ink, as
 * `plan` says, and writes it to `out` at `to`. Both may be the same array. `key` determines the
 * random draws that are not in the plan: the elastic field and the noise of each pixel.
 */
export type Changer = (
  plan: ChangePlan,
  key: number,
  input: Uint8Array,
  from: number,
  out: Uint8Array,
  to: number,
) => void;

/**
 * Creates a changer for pictures of `side` pixels, with its own arrays. `sigma` is the standard
 * deviation of the elastic field's Gaussian, in pixels.
 */
export function createChanger(side: number, sigma: number): Changer {
  const area: InkArea = { left: 0, top: 0, right: 0, bottom: 0 };
  const grid = createWarpGrid(side);
  const field = createElasticField(grid.points, sigma);
  const noise = createNoise();
  const framedLength = (side + 2) * (side + 2);
  const framed = new Uint8Array(framedLength); // one pixel of paper around the picture
  const stroked = new Uint8Array(framedLength);
  const scratch = new Uint8Array(framedLength);
  const windows = new Int32Array((side + 1) * (side + 1));

  return (plan, key, input, from, out, to) => {
    findInkArea(input, from, side, area);
    copyIntoFrame(input, from, side, area, framed);
    let pen = framed;
    if (plan.stroke !== 0) {
      if (plan.stroke > 0) growArea(area, side);
      stroked.fill(0);
      changeStroke(framed, side, area, plan.stroke, scratch, stroked);
      pen = stroked;
    }
    if (moves(plan)) {
      packWindows(pen, side, area, windows);
      fillWarpGrid(plan, field, key, side, grid);
      resampleWarped(windows, area, grid, side, out, to);
    } else copyFromFrame(pen, side, area, out, to);
    changeGrey(plan, key, noise, side, out, to);
  };
}

function moves(plan: ChangePlan): boolean {
  return (
    plan.rotation !== 0 ||
    plan.scaleX !== 1 ||
    plan.scaleY !== 1 ||
    plan.shear !== 0 ||
    plan.translationX !== 0 ||
    plan.translationY !== 0 ||
    plan.displacement !== 0
  );
}
