import { formsOf } from './digitForm.js';

/**
 * What makes a 1 of a stroke before the stem is its direction: it comes from below, at 40 degrees
 * or steeper, while the bar of a 7 is level.
 */
export const one = formsOf(
  1,
  ['with a short upstroke and a foot', 'with a curved upstroke'],
  [
    ['bar', [0.03, 0.1], '-.5,0 .5,1'],
    ['slanted bar', [0.2, 0.42], '-.97,0 .03,1'],
    ['bowed bar', [0.12, 0.2], '.7,0 .4~.5,.35 .4~.5,.7 .6~.9,1'],
    ['with a short upstroke', [0.2, 0.3], '-.02,.26~.36 .85,0 .82,1'],
    ['with an upstroke to the middle', [0.32, 0.44], '-.02,.42~.58 .9,0 .88,1'],
    ['with a long upstroke', [0.42, 0.6], '-.02,.62~.8 .9,0 .9,1'],
    ['with an upstroke from the base line', [0.45, 0.68], '-.02,.74~.86 .88,0 .92,1'],
    ['with a curved upstroke', [0.34, 0.46], '.02,.36~.55 .45,.26~.34 .85,0! .84,.5 .82,1'],
    ['with a round top', [0.4, 0.52], '.02,.42~.56 .35,.24 .74,.01 .87,.06 .87,.35 .84,1'],
    ['leaning, with an upstroke', [0.32, 0.42], '-.02,.44~.56 1,0 .7~.8,1'],
    ['with a foot', [0.4, 0.65], '-.5,0 .5,1', '-.02~.12,1 .98~.88,1'],
    ['with a short upstroke and a foot', [0.45, 0.65], '-.14~.2,.24~.32 .52,0 .52,1', '-.04,1 .96,.98~1'],
    ['with a long upstroke and a foot', [0.6, 0.75], '-.02~.08,.45~.65 .58,0 .58,1', '-.12~.2,1 .98,.98~1'],
    [
      'with a curved upstroke and a wavy foot',
      [0.55, 0.72],
      '.06~.14,.36~.46 .36,.22 .56,0! .56,.5 .54,1',
      '.02,.97~1 .35,.95 .65,1 1,.95~.98',
    ],
    ['with a flag drawn last', [0.26, 0.38], '-.85,0 .82,1', '-.87,.02 .02,.36~.46'],
  ],
);
