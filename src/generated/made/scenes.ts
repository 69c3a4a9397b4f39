import type { Random } from '../../random.js';
import { cellScenes } from './cellScenes.js';
import { filledScenes } from './filledScenes.js';
import { noiseScenes } from './noiseScenes.js';
import { photoScenes } from './photoScenes.js';
import { plainScenes } from './plainScenes.js';
import { PAPER_DOMAINS, type PaperDomain, type Scene } from './scene.js';

export const scenes: readonly Scene[] = [
  ...plainScenes,
  ...cellScenes,
  ...photoScenes,
  ...filledScenes,
  ...noiseScenes,
];

/** Shares of the domains among pictures for training. They sum to 1. */
const SHARES: Readonly<Record<PaperDomain, number>> = {
  plain: 0.15,
  cells: 0.32,
  photos: 0.2,
  filled: 0.25,
  noise: 0.08,
};

/** A scene of one domain, or of any of them in their shares. */
export function drawScene(random: Random, domain: PaperDomain | 'any'): Scene {
  const wanted = domain === 'any' ? drawDomain(random.uniform()) : domain;
  const own = scenes.filter((scene) => scene.domain === wanted);
  let rest = random.uniform() * own.reduce((sum, { weight }) => sum + weight, 0);
  return own.find(({ weight }) => (rest -= weight) < 0) ?? own[0];
}

function drawDomain(share: number): PaperDomain {
  let rest = share;
  return PAPER_DOMAINS.find((domain) => (rest -= SHARES[domain]) < 0) ?? 'plain';
}
