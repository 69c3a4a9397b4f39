import { DatasetError } from '../errors.js';
import type { Dataset } from './dataset.js';

/** More blank pictures than this share are worth a warning. */
const SOME_BLANK = 0.03;
/** More than this share, and there is nothing to learn from. */
const MOST_BLANK = 0.5;

/**
 * What a person must see before they train on a data set, one sentence each: doubts about its
 * labels, one digit only, missing digits, blank pictures.
 */
export function warningsOn({
  warnings,
  labels,
  blank,
  length,
}: Pick<Dataset, 'warnings' | 'labels' | 'blank' | 'length'>): string[] {
  return [...warnings, ...onDigits(labels), ...onBlank(blank, length)];
}

/** Throws DatasetError if more than half of the pictures are blank. */
export function refuseBlank({ source, blank, length }: Pick<Dataset, 'source' | 'blank' | 'length'>): void {
  if (blank <= MOST_BLANK * length) return;
  throw new DatasetError(
    `${source}: the pictures must show digits. Received ${count(blank)} blank pictures of ${count(length)}: they hold no digits, or were read in the wrong way.`,
  );
}

function onDigits(labels: Uint8Array): string[] {
  const digits = [0, 1, 2, 3, 4, 5, 6, 7, 8, 9];
  const missing = digits.filter((digit) => !labels.includes(digit));
  const present = digits.filter((digit) => !missing.includes(digit));
  if (missing.length === 0 || labels.length === 0) return [];
  if (present.length === 1) {
    return [
      `All ${count(labels.length)} labels are ${present[0]}: a model that always answers ${present[0]} is always right.`,
    ];
  }
  return [
    `No picture has the label ${missing.join(', ')}: a model cannot learn ${missing.length === 1 ? 'this digit' : 'these digits'}, and will read others in ${missing.length === 1 ? 'its' : 'their'} place.`,
  ];
}

function onBlank(blank: number, length: number): string[] {
  if (blank <= SOME_BLANK * length) return [];
  return [`${count(blank)} of ${count(length)} pictures (${percent(blank / length)} %) are blank: they show no ink.`];
}

function count(value: number): string {
  return value.toLocaleString('en');
}

function percent(share: number): number {
  return Number((100 * share).toPrecision(2));
}
