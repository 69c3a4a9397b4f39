import { type ChangePlan, emptyPlan } from '../../training/augment/changePlan.js';
import { createChanger, type Changer } from '../../training/augment/createChanger.js';
import type { Sheet } from './sheet.js';

/** Width of the elastic field. No shift uses it. */
const SIGMA = 4;
const changers = new Map<number, Changer>();

/**
 * Applies the change of `plan` to a sheet as training applies it to its pictures, but on paper that
 * may itself show ink. The parts darker and lighter than the paper are changed separately, and
 * uncovered areas are paper.
 */
export function changeSheet({ side, ink, paper }: Sheet, plan: Partial<Omit<ChangePlan, 'noise'>>): Sheet {
  const whole = { ...emptyPlan(), ...plan };
  const changed = (part: Uint8Array): Uint8Array => {
    changerFor(side)(whole, 0, part, 0, part, 0);
    return part;
  };
  const darker = changed(ink.map((value) => Math.max(0, value - paper)));
  if (paper === 0) return { side, ink: darker, paper };
  const lighter = changed(ink.map((value) => Math.max(0, paper - value)));
  return { side, ink: darker.map((value, i) => clamp(paper + value - lighter[i])), paper };
}

/** Adds noise of this standard deviation, in levels of 255, to every pixel; `key` seeds it. */
export function addNoise({ side, ink, paper }: Sheet, deviation: number, key: number): Sheet {
  const noisy = new Uint8Array(ink.length);
  changerFor(side)({ ...emptyPlan(), noise: deviation }, key, ink, 0, noisy, 0);
  return { side, ink: noisy, paper };
}

function changerFor(side: number): Changer {
  const changer = changers.get(side) ?? createChanger(side, SIGMA);
  changers.set(side, changer);
  return changer;
}

function clamp(value: number): number {
  return Math.min(255, Math.max(0, value));
}
