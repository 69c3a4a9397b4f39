// Draws a page of the digits that our own code writes, to look at: one row per form, each digit in
// it by another random hand and pen.
//
//   npm run generated -- --page runs/forms.png [--digit 7] [--samples 12] [--seed 1]
//   npm run generated -- --page runs/hands.png --hands 20 [--seed 1]
//
// With --hands, each row is one writer instead, who writes 0 to 9 twice.
//
// It prints the name of each row; a row's number on the page is the digit and the place of the form
// among the digit's own. "held out" marks the forms that training can leave out.
import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { deflateSync } from 'node:zlib';
import { numberOf, readOptions, refuse } from '../options.js';
import { drawSign } from '../../dist/generated/drawSigns.js';
import { formOf, formsIn } from '../../dist/generated/digitForms.js';
import { createHand } from '../../dist/generated/hand.js';
import { encodePng } from '../../dist/image/encodePng.js';
import { createRandom } from '../../dist/random.js';
import { createPage } from './pageOfInk.js';

const { values } = readOptions(
  import.meta.url,
  {
    options: {
      page: { type: 'string' },
      hands: { type: 'string' },
      digit: { type: 'string' },
      samples: { type: 'string', default: '12' },
      seed: { type: 'string', default: '1' },
    },
  },
  0,
);
if (values.page === undefined) refuse(import.meta.url, '--page must name the PNG file to write');
const digit = values.digit === undefined ? undefined : numberOf(import.meta.url, '--digit', values.digit, { least: 0, most: 9 });
const samples = numberOf(import.meta.url, '--samples', values.samples, { most: 100 });
const seed = numberOf(import.meta.url, '--seed', values.seed, { least: 0, most: 0xffffffff });

const page = values.hands === undefined ? pageOfForms() : pageOfHands(numberOf(import.meta.url, '--hands', values.hands, { most: 200 }));
mkdirSync(dirname(values.page), { recursive: true });
writeFileSync(values.page, encodePng(page, (raw) => deflateSync(raw, { level: 9 })));
console.log(`\nwritten to ${values.page}`);

function pageOfForms() {
  const forms = formsIn('all', digit);
  const page = createPage(forms.length, samples);
  forms.forEach((form, row) => {
    const number = formsIn('all', form.digit).indexOf(form) + 1;
    page.label(row, `${form.digit}.${number}`);
    for (let column = 0; column < samples; column++) {
      page.put(row, column, drawSign(form, createRandom(seed, row, column)));
    }
    console.log(`${form.digit}.${`${number}`.padEnd(3)} ${form.name}${form.heldOut ? '  (held out)' : ''}`);
  });
  return page.image;
}

/** @param {number} count */
function pageOfHands(count) {
  const page = createPage(count, 20);
  for (let row = 0; row < count; row++) {
    const random = createRandom(seed, row);
    const hand = createHand(random);
    page.label(row, String(row + 1));
    for (let column = 0; column < 20; column++) {
      page.put(row, column, drawSign(formOf(hand, column % 10, 'all'), random, hand));
    }
  }
  return page.image;
}
