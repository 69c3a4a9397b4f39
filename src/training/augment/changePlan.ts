import type { Augmentation } from './augmentation.js';
import { DRAW, drawBits } from './imageRandom.js';

/** The changes drawn for one picture. It is overwritten for each picture. */
export interface ChangePlan {
  /** Degrees, clockwise on the screen. */
  rotation: number;
  scaleX: number;
  scaleY: number;
  shear: number;
  translationX: number;
  translationY: number;
  /** Pixels, root mean square; 0 means none. */
  displacement: number;
  /** Pixels on each side, -1..1. */
  stroke: number;
  /** Ink is multiplied by this. */
  gain: number;
  /** Standard deviation. */
  noise: number;
  specks: number;
  /** Two rectangles of paper. A rectangle with width or height 0 covers nothing. */
  readonly erased: Rectangle;
  readonly cut: Rectangle;
}

export interface Rectangle {
  left: number;
  top: number;
  width: number;
  height: number;
}

export function emptyPlan(): ChangePlan {
  return {
    rotation: 0,
    scaleX: 1,
    scaleY: 1,
    shear: 0,
    translationX: 0,
    translationY: 0,
    displacement: 0,
    stroke: 0,
    gain: 1,
    noise: 0,
    specks: 0,
    erased: { left: 0, top: 0, width: 0, height: 0 },
    cut: { left: 0, top: 0, width: 0, height: 0 },
  };
}

/**
 * How many random numbers in [0, 1) a plan needs. Each part has its own, so that the settings of
 * one part do not shift the draws of another.
 */
const DRAWS = 26;

/** Returns the function that draws the changes of a picture [side, side]. */
export function createPlanner(options: Augmentation, side: number) {
  const { affine, elastic, stroke, erase, cut, contrast, noise, specks } = options;
  const shares = new Float64Array(DRAWS);
  const longest = Math.min(erase.side, side);
  const lines = Math.min(cut.lines, side);

  /**
   * Draws the plan for the picture of `key`. `strength` 0..1 scales the degree of a change, or its
   * probability if it has no degree (erase, cut, specks). At 0 the plan changes nothing.
   */
  return (key: number, strength: number, plan: ChangePlan): void => {
    for (let i = 0; i < DRAWS; i++) shares[i] = drawBits(key, DRAW.plan + i) / 0x100000000;

    const moved = shares[0] < affine.probability ? strength : 0;
    const scale = 1 + moved * affine.scale * signed(shares[1]);
    const stretch = 1 + moved * affine.stretch * signed(shares[2]);
    plan.rotation = moved * affine.rotation * signed(shares[3]);
    plan.scaleX = scale * stretch;
    plan.scaleY = scale / stretch;
    plan.shear = moved * affine.shear * signed(shares[4]);
    plan.translationX = moved * affine.translation * signed(shares[5]);
    plan.translationY = moved * affine.translation * signed(shares[6]);

    plan.displacement = shares[7] < elastic.probability ? strength * elastic.displacement * shares[8] : 0;
    const pen = shares[9] < stroke.probability ? strength * signed(shares[10]) : 0;
    plan.stroke = pen * (pen < 0 ? stroke.thinner : stroke.wider);
    plan.gain = 1 + (shares[11] < contrast.probability ? strength * contrast.change * signed(shares[12]) : 0);
    plan.noise = shares[13] < noise.probability ? strength * noise.deviation * shares[14] : 0;
    const specked = shares[15] < specks.probability * strength && specks.count > 0;
    plan.specks = specked ? 1 + below(shares[16], specks.count) : 0;

    const covered = shares[17] < erase.probability * strength && longest >= 2;
    const width = covered ? 2 + below(shares[18], longest - 1) : 0;
    const height = covered ? 2 + below(shares[19], longest - 1) : 0;
    setRectangle(plan.erased, below(shares[20], side - width + 1), below(shares[21], side - height + 1), width, height);
    const there = shares[22] < cut.probability * strength && lines >= 1;
    const wide = there ? 1 + below(shares[23], lines) : 0;
    const first = below(shares[24], side - wide + 1);
    if (shares[25] < 0.5) setRectangle(plan.cut, 0, first, side, wide);
    else setRectangle(plan.cut, first, 0, wide, side);
  };
}

function signed(share: number): number {
  return share * 2 - 1;
}

/** Integer 0..n-1. */
function below(share: number, n: number): number {
  return Math.floor(share * n);
}

function setRectangle(rectangle: Rectangle, left: number, top: number, width: number, height: number): void {
  rectangle.left = left;
  rectangle.top = top;
  rectangle.width = width;
  rectangle.height = height;
}
