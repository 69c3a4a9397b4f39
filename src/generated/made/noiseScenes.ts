import { between } from '../between.js';
import { pick, sheet } from '../paper/sheets.js';
import { anyTones } from './pens.js';
import type { Scene } from './scene.js';

/** Bad cameras, copies and faxes. */
export const noiseScenes: readonly Scene[] = [
  {
    name: 'noise',
    domain: 'noise',
    weight: 3,
    paperFor: (d, r) => ({
      ...sheet(d, r, [40, 56, 80]),
      ...anyTones(r),
      noise: between(r, 6, 24),
      blur: between(r, 0, 0.8),
    }),
  },
  {
    name: 'salt and pepper',
    domain: 'noise',
    weight: 2,
    paperFor: (d, r) => ({ ...sheet(d, r, [56, 80]), impulses: pick(r, [0.02, 0.05, 0.1]) }),
  },
  {
    name: 'specks',
    domain: 'noise',
    weight: 2,
    paperFor: (d, r) => ({
      ...sheet(d, r, [72, 100]),
      ...anyTones(r),
      specks: 3 + r.below(15),
      noise: between(r, 0, 4),
    }),
  },
  {
    name: 'blur',
    domain: 'noise',
    weight: 2,
    paperFor: (d, r) => {
      const paper = sheet(d, r, [40, 56, 80]);
      return { ...paper, ...anyTones(r), blur: paper.size * between(r, 0.02, 0.06), noise: between(r, 0, 4) };
    },
  },
  {
    name: 'fax',
    domain: 'noise',
    weight: 1,
    paperFor: (d, r) => ({ ...sheet(d, r, [24, 32, 48]), binary: true, jpeg: 15 + r.below(30) }),
  },
];
