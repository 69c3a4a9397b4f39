import { writeFileSync } from 'node:fs';
import { join, parse } from 'node:path';
import { deflateSync } from 'node:zlib';
import { makeFolder } from '../files/makeFolder.js';

import { encodePng } from '../../image/encodePng.js';
import type { GrayImage } from '../../image/pixels.js';
import type { InkStep } from '../../ink/inkStep.js';
import type { OnReadStep } from '../../numbers/readNumber.js';
import { explainSystemError } from '../files/explainSystemError.js';

/**
 * Pictures are enlarged by the largest whole factor that keeps them within this side, in pixels.
 */
const SIDE = 288;

/**
 * Writes what pictures become on their way to the network, each to a folder of its own below
 * `folder`, as `01-ink.png`, `02-paper-removed.png` and so on, dark ink on white. The steps of the
 * digits of a number follow as `08-digit-1-ink.png` and so on. The function that is returned begins
 * a picture.
 */
export function writeInkSteps(folder: string): (picture: string) => OnReadStep {
  const taken = new Map<string, number>();
  return (picture) => {
    const name = picture === '-' ? 'stdin' : parse(picture).name;
    const count = (taken.get(name) ?? 0) + 1;
    taken.set(name, count);
    const own = join(folder, count === 1 ? name : `${name}-${count}`);
    let steps = 0;
    return (step) => {
      steps++;
      const digit = step.digit === undefined ? '' : `digit-${step.digit + 1}-`;
      const name = step.name.replaceAll(' ', '-');
      writeStep(own, `${String(steps).padStart(2, '0')}-${digit}${name}.png`, step);
    };
  };
}

function writeStep(folder: string, file: string, { image }: InkStep): void {
  const path = join(folder, file);
  try {
    makeFolder(folder);
    writeFileSync(path, encodePng(enlargeInverted(image), deflateSync));
  } catch (error) {
    throw explainSystemError(`cannot write ${path}`, error);
  }
}

function enlargeInverted({ width, height, data }: GrayImage): GrayImage {
  const factor = Math.max(1, Math.floor(SIDE / Math.max(width, height)));
  const large = { width: factor * width, height: factor * height };
  const enlarged = new Uint8Array(large.width * large.height);
  for (let y = 0, i = 0; y < large.height; y++) {
    const row = Math.floor(y / factor) * width;
    for (let x = 0; x < large.width; x++, i++) enlarged[i] = 255 - data[row + Math.floor(x / factor)];
  }
  return { ...large, data: enlarged };
}
