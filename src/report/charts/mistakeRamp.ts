import { colourRamp } from './colourRamp.js';

const STEPS = 7;

/**
 * Colours of steps 1..7 on paper, straw to indigo. Text is black on the first five, white on the
 * others.
 */
export const lightRamp = colourRamp(
  { lightness: 0.92, chroma: 0.06, hue: 95 },
  { lightness: 0.4, chroma: 0.11, hue: 285 },
  STEPS,
);

/**
 * Colours of steps 1..7 on black, indigo to straw. Text is white on the first three, black on the
 * others.
 */
export const darkRamp = colourRamp(
  { lightness: 0.36, chroma: 0.08, hue: 285 },
  { lightness: 0.88, chroma: 0.08, hue: 95 },
  STEPS,
);

/**
 * The step 1..7 for a count of mistakes, 0 for no mistakes; `largest` is the largest count in the
 * matrix. Equal steps are equal numbers of mistakes. A largest count below 8 counts as 8, so that
 * one or two mistakes never get the darkest colour.
 */
export function mistakeStep(count: number, largest: number): number {
  if (count <= 0) return 0;
  const top = Math.max(largest, 8);
  return 1 + Math.round(((Math.min(count, top) - 1) / (top - 1)) * (STEPS - 1));
}

/**
 * CSS rules for all steps, light and dark; `rule` makes one from its step 1..7, a cell colour and a
 * text colour.
 */
export function mistakeRampStyle(rule: (step: number, cell: string, text: string) => string): string {
  const light = lightRamp.map((cell, index) => rule(index + 1, cell, index < 5 ? '#000' : '#fff'));
  const dark = darkRamp.map((cell, index) => rule(index + 1, cell, index < 3 ? '#fff' : '#000'));
  return `${light.join('')}@media (prefers-color-scheme:dark){${dark.join('')}}`;
}
