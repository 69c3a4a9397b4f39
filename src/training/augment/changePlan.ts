import type { Augmentation } from './augmentation.js';
import { DRAW, drawBelow, drawShare, drawSigned } from './imageRandom.js';

/** What happens to one picture, drawn. It is written over for each picture. */
export interface ChangePlan {
  /** Degrees, clockwise as seen. */
  rotation: number;
  scaleX: number;
  scaleY: number;
  shear: number;
  translationX: number;
  translationY: number;
  /** Pixels, root mean square; 0: none. */
  displacement: number;
  /** Pixels on each side, -1..1. */
  stroke: number;
  /** Ink is multiplied by this. */
  gain: number;
  /** Standard deviation. */
  noise: number;
  specks: number;
  /** Two rectangles of paper; without width or height there is none. */
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
    ...{ rotation: 0, scaleX: 1, scaleY: 1, shear: 0, translationX: 0, translationY: 0 },
    ...{ displacement: 0, stroke: 0, gain: 1, noise: 0, specks: 0 },
    erased: { left: 0, top: 0, width: 0, height: 0 },
    cut: { left: 0, top: 0, width: 0, height: 0 },
  };
}

/**
 * Draws what happens to the picture of `key` [side, side]. `strength` 0..1 scales what has a degree, and the probability of
 * what is there or not (erase, cut, specks); at 0 the plan changes nothing.
 */
export function drawPlan(options: Augmentation, side: number, key: number, strength: number, plan: ChangePlan): void {
  const { affine, elastic, stroke, contrast, noise, specks } = options;
  const much = drawShare(key, DRAW.affine) < affine.probability ? strength : 0;
  const scale = 1 + much * affine.scale * drawSigned(key, DRAW.scale);
  const stretch = 1 + much * affine.stretch * drawSigned(key, DRAW.stretch);
  plan.rotation = much * affine.rotation * drawSigned(key, DRAW.rotation);
  plan.scaleX = scale * stretch;
  plan.scaleY = scale / stretch;
  plan.shear = much * affine.shear * drawSigned(key, DRAW.shear);
  plan.translationX = much * affine.translation * drawSigned(key, DRAW.translationX);
  plan.translationY = much * affine.translation * drawSigned(key, DRAW.translationY);

  const warped = drawShare(key, DRAW.elastic) < elastic.probability ? strength : 0;
  plan.displacement = warped * elastic.displacement * drawShare(key, DRAW.displacement);
  const change = drawShare(key, DRAW.stroke) < stroke.probability ? strength * drawSigned(key, DRAW.strokeChange) : 0;
  plan.stroke = change < 0 ? change * stroke.thinner : change * stroke.wider;
  const contrasted = drawShare(key, DRAW.contrast) < contrast.probability ? strength : 0;
  plan.gain = 1 + contrasted * contrast.change * drawSigned(key, DRAW.contrastChange);
  const noisy = drawShare(key, DRAW.noise) < noise.probability ? strength : 0;
  plan.noise = noisy * noise.deviation * drawShare(key, DRAW.noiseDeviation);
  const specked = drawShare(key, DRAW.specks) < specks.probability * strength && specks.count > 0;
  plan.specks = specked ? 1 + drawBelow(key, DRAW.specksCount, specks.count) : 0;
  drawErased(options, side, key, strength, plan.erased);
  drawCut(options, side, key, strength, plan.cut);
}

function drawErased({ erase }: Augmentation, side: number, key: number, strength: number, erased: Rectangle): void {
  const longest = Math.min(erase.side, side);
  const there = drawShare(key, DRAW.erase) < erase.probability * strength && longest >= 2;
  erased.width = there ? 2 + drawBelow(key, DRAW.eraseWidth, longest - 1) : 0;
  erased.height = there ? 2 + drawBelow(key, DRAW.eraseHeight, longest - 1) : 0;
  erased.left = drawBelow(key, DRAW.eraseLeft, side - erased.width + 1);
  erased.top = drawBelow(key, DRAW.eraseTop, side - erased.height + 1);
}

function drawCut({ cut }: Augmentation, side: number, key: number, strength: number, rectangle: Rectangle): void {
  const most = Math.min(cut.lines, side);
  const there = drawShare(key, DRAW.cut) < cut.probability * strength && most >= 1;
  const lines = there ? 1 + drawBelow(key, DRAW.cutLines, most) : 0;
  const first = drawBelow(key, DRAW.cutFirst, side - lines + 1);
  const rows = drawShare(key, DRAW.cutAxis) < 0.5;
  rectangle.left = rows ? 0 : first;
  rectangle.top = rows ? first : 0;
  rectangle.width = rows ? side : lines;
  rectangle.height = rows ? lines : side;
}
