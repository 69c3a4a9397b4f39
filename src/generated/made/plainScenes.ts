import { between } from '../between.js';
import { cutOut, drawn, pick, sheet, small } from '../paper/sheets.js';
import { anyTones } from './pens.js';
import type { Scene } from './scene.js';

/** Clean scans and drawings. */
export const plainScenes: readonly Scene[] = [
  {
    name: 'sheet',
    domain: 'plain',
    weight: 4,
    paperFor: (d, r) => ({ ...sheet(d, r, [32, 48, 72, 100]), ...anyTones(r), noise: between(r, 0, 3) }),
  },
  {
    name: 'frame',
    domain: 'plain',
    weight: 2,
    paperFor: (d, r) => ({ ...small(d, r, pick(r, [28, 40])), ...anyTones(r) }),
  },
  {
    name: 'cut out',
    domain: 'plain',
    weight: 3,
    paperFor: (d, r) => ({ ...cutOut(d, r, 16 + r.below(60), r.below(4)), ...anyTones(r), binary: r.below(4) === 0 }),
  },
  { name: 'drawing', domain: 'plain', weight: 2, paperFor: (d, r) => drawn(d, r, pick(r, [28, 48, 80])) },
];
