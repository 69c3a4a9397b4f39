import type { Reading } from '../../src/digits/reading.js';

const NAMES = ['zero', 'one', 'two', 'three', 'four', 'five', 'six', 'seven', 'eight', 'nine'];

/** A share as a person says it: 99.8 %, never 100 % for what is not certain. */
export function percent(share: number): string {
  const shown = Math.min(Math.floor(share * 1000) / 10, 99.9);
  return `${shown >= 10 && shown < 99 ? Math.floor(shown) : shown.toFixed(1)} %`;
}

/** How sure an answer is, in words: 'sure, 99.8 %', 'not sure: 4 or 9?'. */
export function describeConfidence({ status, confidence, digits }: Reading): string {
  switch (status) {
    case 'no ink':
      return 'nothing to read';
    case 'not a digit':
      return 'this does not look like a digit';
    case 'unsure':
      return `not sure: ${guesses(digits)}?`;
    case 'read':
      return `${confidence >= 0.99 ? 'sure' : confidence >= 0.9 ? 'fairly sure' : 'a guess'}, ${percent(confidence)}`;
  }
}

function guesses(digits: Reading['digits']): string {
  if (digits.length === 1) {
    const [first, second] = digits[0].alternatives;
    return `${first.digit} or ${second.digit}`;
  }
  return `perhaps ${digits.map(({ digit, alternatives }) => digit ?? alternatives[0].digit).join('')}`;
}

/** The same for a screen reader: 'Seven, 98 percent; next one'. */
export function announce(reading: Reading): string {
  if (reading.status !== 'read') {
    const text = describeConfidence(reading);
    return text.charAt(0).toUpperCase() + text.slice(1);
  }
  const words = reading.digits.map(({ digit }) => NAMES[digit ?? 0]).join(' ');
  const next = reading.digits.length === 1 ? `; next ${NAMES[reading.digits[0].alternatives[0].digit]}` : '';
  return `${words.charAt(0).toUpperCase()}${words.slice(1)}, ${Math.floor(100 * reading.confidence)} percent${next}`;
}
