import { describe, expect, it } from 'vitest';
import { colourRamp } from '../../src/report/charts/colourRamp.js';
import { confusionMatrixSvg } from '../../src/report/charts/confusionMatrixSvg.js';
import { curveSvg } from '../../src/report/charts/curveSvg.js';
import { formatConfusionMatrix } from '../../src/report/text/formatConfusionMatrix.js';
import { darkRamp, lightRamp, mistakeRampStyle, mistakeStep } from '../../src/report/charts/mistakeRamp.js';
import { niceTicks } from '../../src/report/charts/niceTicks.js';

const matrix = [
  [120, 0, 3],
  [0, 7, 0],
  [11, 1, 0],
];

describe('formatConfusionMatrix', () => {
  it('prints rows, columns, totals and dots for zeros', () => {
    expect(formatConfusionMatrix(matrix)).toBe(
      [
        '         predicted',
        'true     0   1   2  total',
        '   0   120   ·   3    123',
        '   1     ·   7   ·      7',
        '   2    11   1   ·     12',
        'total  131   8   3    142',
        '',
      ].join('\n'),
    );
  });

  it('has colour only on request, and the same text with it', () => {
    const coloured = formatConfusionMatrix(matrix, { color: true });
    expect(coloured).toContain('\u001B[1m  11\u001B[0m');
    expect(coloured).toContain('\u001B[2m   ·\u001B[0m');
    const plain = ['\u001B[0m', '\u001B[1m', '\u001B[2m'].reduce((text, code) => text.replaceAll(code, ''), coloured);
    expect(plain).toBe(formatConfusionMatrix(matrix));
  });
});

/** Relative luminance of `#rrggbb` (WCAG 2.2). */
function luminance(hex: string): number {
  const [red, green, blue] = [1, 3, 5].map((start) => {
    const encoded = parseInt(hex.slice(start, start + 2), 16) / 255;
    return encoded <= 0.04045 ? encoded / 12.92 : ((encoded + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}

/** CIE L*, 0..100: a measure of perceived lightness that the ramp does not use itself. */
function lightness(hex: string): number {
  return 116 * Math.cbrt(luminance(hex)) - 16;
}

describe('the ramp of mistakes', () => {
  it.each([
    ['light', lightRamp],
    ['dark', darkRamp],
  ])('has even steps (%s)', (_, ramp) => {
    const steps = ramp.slice(1).map((colour, index) => lightness(colour) - lightness(ramp[index]));
    const mean = steps.reduce((total, step) => total + step, 0) / steps.length;
    for (const step of steps) expect(step / mean).toBeGreaterThan(0.8);
    for (const step of steps) expect(step / mean).toBeLessThan(1.2);
  });

  it('has readable text on every step, in light and dark', () => {
    const contrasts: number[] = [];
    mistakeRampStyle((_, cell, text) => {
      const [dark, light] = [luminance(cell), luminance(text.replace(/^#(.)(.)(.)$/, '#$1$1$2$2$3$3'))].sort(
        (a, b) => a - b,
      );
      contrasts.push((light + 0.05) / (dark + 0.05));
      return '';
    });
    expect(contrasts).toHaveLength(14);
    expect(Math.min(...contrasts)).toBeGreaterThan(4.5);
  });

  it('runs from one mistake to the largest count', () => {
    expect([0, 1, 2, 6, 11].map((count) => mistakeStep(count, 11))).toEqual([0, 1, 2, 4, 7]);
    expect(mistakeStep(1, 1)).toBe(1);
    expect(mistakeStep(2, 2)).toBe(2);
    expect(mistakeStep(3, 1000)).toBe(1);
  });

  it('converts OKLCH colours', () => {
    const white = { lightness: 1, chroma: 0, hue: 0 };
    // The OKLCH value of #f00 in CSS Color 4.
    const red = { lightness: 0.627955, chroma: 0.257683, hue: 29.2339 };
    expect(colourRamp(white, red, 2)).toEqual(['#ffffff', '#ff0000']);
  });
});

describe('confusionMatrixSvg', () => {
  const svg = confusionMatrixSvg(matrix, { title: 'Model <1> & "2"' });

  it('contains every count that is not zero, with right answers muted', () => {
    const texts = [...svg.matchAll(/<text class="(count|on\d)"[^>]*>(\d+)</g)].map((match) => [match[1], match[2]]);
    expect(texts).toEqual([
      ['count', '120'],
      ['on2', '3'],
      ['count', '7'],
      ['on7', '11'],
      ['on1', '1'],
    ]);
    expect(svg.match(/class="zero"/g)).toHaveLength(3);
    expect(svg.match(/class="right"/g)).toHaveLength(3);
  });

  it('names itself and its axes, and is self-contained', () => {
    expect(svg).toContain('<title>Model &lt;1&gt; &amp; &quot;2&quot;</title>');
    expect(svg).toContain(
      'Rows are true digits, columns are predicted digits. 15 mistakes; the largest cell off the diagonal holds 11.',
    );
    expect(svg).toContain('>predicted</text>');
    expect(svg).toContain('>true</text>');
    expect(svg).toContain('@media (prefers-color-scheme:dark)');
    expect(svg).not.toMatch(/href|url\(|@import|<script/);
  });
});

describe('curveSvg', () => {
  const epoch = (number: number, accuracy: number, val_accuracy: number | null) => ({
    epoch: number,
    loss: 1 - accuracy,
    accuracy,
    val_loss: val_accuracy === null ? null : 1 - val_accuracy,
    val_accuracy,
  });
  const pointsOf = (svg: string) =>
    [...svg.matchAll(/<polyline class="line (\w+)" points="([^"]*)"/g)].map((match) => [match[1], match[2]]);

  it('draws training and validation, higher accuracy higher up', () => {
    const svg = curveSvg([epoch(1, 0.9, 0.92), epoch(2, 0.96, 0.94)], 'accuracy');
    const lines = pointsOf(svg);
    expect(lines.map(([name]) => name)).toEqual(['training', 'validation']);
    const [first, second] = lines[0][1].split(' ').map((point) => point.split(',').map(Number));
    expect(second[0]).toBeGreaterThan(first[0]);
    expect(second[1]).toBeLessThan(first[1]);
    expect(svg).toContain('After the last of 2 epochs: training 0.9600, validation 0.9400.');
  });

  it('starts the loss at 0', () => {
    expect(curveSvg([epoch(1, 0.9, null), epoch(2, 0.96, null)], 'loss')).toMatch(/>0\.00</);
  });

  it('accepts a single epoch, no validation, a flat line and a loss of NaN', () => {
    expect(pointsOf(curveSvg([epoch(1, 0.9, null)], 'accuracy')).map(([name]) => name)).toEqual(['training']);
    for (const history of [
      [epoch(1, 1, 1), epoch(2, 1, 1)],
      [epoch(1, 0, 0)],
      [epoch(1, NaN, 0.5), epoch(2, NaN, 0.6)],
    ]) {
      for (const quantity of ['loss', 'accuracy'] as const)
        expect(curveSvg(history, quantity)).not.toMatch(/NaN|Infinity/);
    }
    expect(() => curveSvg([], 'loss')).toThrow('history must hold at least one epoch. Received 0.');
  });
});

describe('niceTicks', () => {
  it('gives round numbers around the range', () => {
    expect(niceTicks(0, 0.83, 4)).toEqual([0, 0.5, 1]);
    expect(niceTicks(0.941, 0.998, 4)).toEqual([0.94, 0.96, 0.98, 1]);
    expect(niceTicks(0, 30, 3)).toEqual([0, 10, 20, 30]);
    expect(niceTicks(0, 0.3, 3)).toEqual([0, 0.1, 0.2, 0.3]);
    expect(() => niceTicks(1, 1, 3)).toThrow('high must be above low, 1. Received 1.');
  });
});
