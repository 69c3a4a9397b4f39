import { createHash } from 'node:crypto';

import { describe, expect, it } from 'vitest';

import { digitForms, formOf, formsIn } from '../../src/generated/digitForms.js';
import { drawDigit } from '../../src/generated/drawDigit.js';
import { drawSign } from '../../src/generated/drawSigns.js';
import type { DigitForm } from '../../src/generated/forms/digitForm.js';
import { createHand } from '../../src/generated/hand.js';
import { parseStroke, type Track } from '../../src/generated/skeleton.js';
import { createRandom } from '../../src/random.js';

const named = digitForms.map((form) => [form.name, form] as const);
const DIGITS = Array.from({ length: 10 }, (_, digit) => digit);

/** The strokes of a form, each as one line, with all its ranges at the same place, 0..1. */
function strokesAt(form: DigitForm, place: number): Track[] {
  return form.strokes.map((stroke) => parseStroke(stroke, () => place).pieces.flat());
}

/** How many degrees a line rises from `from` to `to`, in a box of the form's greatest width. */
function rise(form: DigitForm, [ax, ay]: Track[number], [bx, by]: Track[number]): number {
  const aspect = typeof form.aspect === 'number' ? form.aspect : form.aspect[1];
  return (Math.atan2(ay - by, (bx - ax) * aspect) * 180) / Math.PI;
}

describe('the forms of digits', () => {
  it('have names of their own that begin with the digit', () => {
    expect(new Set(digitForms.map(({ name }) => name)).size).toBe(digitForms.length);
    for (const { digit, name } of digitForms) expect(name).toMatch(new RegExp(`^${digit}, [a-z]`));
  });

  it.each(DIGITS)('are at least eight of %d, of which about a fifth is held out', (digit) => {
    const [all, heldOut] = [formsIn('all', digit), formsIn('held out', digit)];
    expect(all.length).toBeGreaterThanOrEqual(8);
    expect(heldOut.length / all.length).toBeGreaterThan(0.1);
    expect(heldOut.length / all.length).toBeLessThan(0.3);
    expect([...formsIn('training', digit), ...heldOut].toSorted(byName)).toEqual(all.toSorted(byName));
  });

  it('never change sides', () => {
    expect(formsIn('held out').map(({ name }) => name)).toEqual(HELD_OUT);
  });

  it.each(named)('%s stays in its box at both ends of its ranges', (_, form) => {
    for (const place of [0, 0.5, 1]) {
      const strokes = strokesAt(form, place);
      const points = strokes.flat();
      for (const value of points.flat()) expect(value >= -0.05 && value <= 1.05).toBe(true);
      const high = points.map(([, y]) => y);
      expect(Math.max(...high) - Math.min(...high)).toBeGreaterThan(0.9);
      for (const stroke of strokes) expect(stroke.length).toBeGreaterThanOrEqual(2);
    }
    const [low, high] = typeof form.aspect === 'number' ? [form.aspect, form.aspect] : form.aspect;
    expect(low).toBeGreaterThan(0);
    expect(high).toBeGreaterThanOrEqual(low);
    for (const range of form.strokes.join(' ').match(/[-.\d]+~[-.\d]+/g) ?? []) {
      const [from, to] = range.split('~').map(Number);
      expect(Number.isFinite(from) && Number.isFinite(to) && from !== to, range).toBe(true);
    }
  });

  it('come to the stem of a 1 from below, but the bar of a 7 is level', () => {
    const upstrokes = formsIn('all', 1).filter(({ name }) => /upstroke|round top/.test(name));
    expect(upstrokes).toHaveLength(10);
    const bars = formsIn('all', 7);
    for (const place of [0, 1]) {
      for (const form of upstrokes) {
        const [stroke] = strokesAt(form, place);
        const top = stroke.findIndex(([, y]) => y <= 0.03);
        expect(rise(form, stroke[0], stroke[top]), form.name).toBeGreaterThan(39);
      }
      for (const form of bars) {
        const [stroke] = strokesAt(form, place);
        const left = stroke.find(([, y]) => y < 0.12) ?? stroke[0];
        const right = stroke.find(([x]) => x >= 0.9) ?? stroke[stroke.length - 1];
        expect(Math.abs(rise(form, left, right)), form.name).toBeLessThan(12);
      }
    }
  });

  it.each(named)('%s is drawn in the canvas, with ink, the same for the same seed', (_, form) => {
    for (let seed = 0; seed < 8; seed++) {
      const { width, height, data } = drawSign(form, createRandom(seed));
      expect(data.filter((ink) => ink === 255).length).toBeGreaterThan(20);
      for (let i = 0; i < width; i++) {
        expect([data[i], data[(height - 1) * width + i], data[i * width], data[i * width + width - 1]]).toEqual([
          0, 0, 0, 0,
        ]);
      }
    }
    expect(drawSign(form, createRandom(5))).toEqual(drawSign(form, createRandom(5)));
    expect(drawSign(form, createRandom(5))).not.toEqual(drawSign(form, createRandom(6)));
  });

  it('are drawn with the same bytes on every machine', () => {
    const hash = createHash('sha256');
    for (const form of digitForms) {
      for (let seed = 0; seed < 3; seed++) hash.update(drawSign(form, createRandom(seed)).data);
    }
    expect(hash.digest('hex')).toBe(GOLDEN);
  });
});

describe('drawDigit', () => {
  it.each(['training', 'held out', 'all'] as const)('draws every form of the set %s and no other', (forms) => {
    const drawn = Array.from({ length: 4000 }, (_, i) => drawDigit(createRandom(3, i), { forms }));
    expect(new Set(drawn.map(({ name }) => name))).toEqual(new Set(formsIn(forms).map(({ name }) => name)));
    for (const digit of DIGITS) {
      const share = drawn.filter((one) => one.digit === digit).length / drawn.length;
      expect(Math.abs(share - 0.1)).toBeLessThan(0.03);
    }
    for (const { digit, name } of drawn) expect(name.startsWith(`${digit}, `)).toBe(true);
  });
});

describe('a writer', () => {
  const hands = Array.from({ length: 40 }, (_, i) => createHand(createRandom(7, i)));

  it('keeps to one form of a digit, which others need not use', () => {
    for (const digit of DIGITS) {
      const used = hands.map((hand) => formOf(hand, digit, 'training'));
      expect(hands.map((hand) => formOf(hand, digit, 'training'))).toEqual(used);
      expect(new Set(used).size).toBeGreaterThan(4);
      for (const form of used) expect([form.digit, form.heldOut]).toEqual([digit, false]);
    }
  });
});

function byName(a: DigitForm, b: DigitForm): number {
  return a.name < b.name ? -1 : 1;
}

/** SHA-256 of three drawings of each form. */
const GOLDEN = '885c63bb5cd9ef8c552c77a4aba15cef6e023d1d3b656b9abcc93b7592d30558';

const HELD_OUT = [
  '0, square',
  '0, pointed at the bottom',
  '0, closed at the left side',
  '1, with a curved upstroke',
  '1, with a short upstroke and a foot',
  '2, narrow',
  '2, with a curled beginning',
  '2, in a wave',
  '3, with a looped middle',
  '3, with a large upper bow',
  '3, angular',
  '4, with a high opening',
  '4, closed, with a wide bar',
  '4, in one line, open',
  '5, with a curled end',
  '5, angular',
  '5, with a wavy flag',
  '6, in a spiral',
  '6, with a hooked beginning',
  '6, from the bowl upward',
  '7, with an upright stem',
  '7, with a curved stem',
  '7, crossed, with a wavy bar',
  '8, open at the right',
  '8, begun in the middle',
  '8, with a large upper ring',
  '9, with a curved stem',
  '9, head drawn from the stem',
  '9, with a looped head',
];
