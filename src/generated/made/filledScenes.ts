import type { Random } from '../../random.js';
import { between } from '../between.js';
import type { Stamp } from '../paper/paintPaper.js';
import { night, pick, tiny } from '../paper/sheets.js';
import { anyTones } from './pens.js';
import type { MadePaper, Scene } from './scene.js';

/** Cut tight and stretched to a box: a 1 fills the frame. */
function filled(_: Stamp, random: Random): MadePaper {
  const height = pick(random, [8, 12, 16, 20, 28, 32, 48, 64]);
  const width = random.uniform() < 0.6 ? height : Math.max(6, Math.round(height * between(random, 0.5, 1.3)));
  const margin = height > 12 ? random.below(3) : 0;
  return {
    ...anyTones(random),
    width: width + 2 * margin,
    height: height + 2 * margin,
    left: margin,
    top: margin,
    size: height,
    wide: width,
    seed: random.next(),
    binary: random.below(4) === 0,
    noise: random.below(3) === 0 ? 3 : 0,
  };
}

/**
 * As in UCI's sets: 32 x 32 black and white pixels, the digit as high as the frame and somewhat
 * wider than written, counted in blocks of 4 x 4: 8 x 8 pixels of 0 to 16, light on dark.
 */
function counted(digit: Stamp, random: Random): MadePaper {
  const natural = (32 * digit.width) / digit.height;
  const wide = Math.min(32, Math.max(3, Math.round(natural * between(random, 0.85, 1.5))));
  const size = 32 - random.below(3);
  return {
    width: 32,
    height: 32,
    left: (32 - wide) >> 1,
    top: random.below(33 - size),
    size,
    wide,
    paper: [0, 0, 0],
    ink: [255, 255, 255],
    binary: true,
    reduced: 4,
    levels: 17,
    seed: random.next(),
  };
}

function few(digit: Stamp, random: Random): MadePaper {
  const paper = tiny(digit, random, pick(random, [8, 10, 12, 16]));
  return { ...(random.below(2) === 0 ? night(paper) : paper), levels: pick(random, [17, 256]) };
}

/** Digits that fill their picture, and pictures of few pixels. */
export const filledScenes: readonly Scene[] = [
  { name: 'filled', domain: 'filled', weight: 5, paperFor: filled },
  { name: 'counted in blocks', domain: 'filled', weight: 3, paperFor: counted },
  { name: 'few pixels', domain: 'filled', weight: 2, paperFor: few },
];
