import type { LabelledInputs } from '../../src/datasets/inMemory.js';
import type { ImportReport } from './messages.js';

/** The number of examples of each digit, and the first example of each. */
export function describeExamples({
  name,
  inputs,
  labels,
}: LabelledInputs): Pick<ImportReport, 'name' | 'count' | 'perDigit' | 'firsts'> {
  const length = inputs.length / labels.length;
  const digits = [0, 1, 2, 3, 4, 5, 6, 7, 8, 9];
  const perDigit = digits.map((digit) => labels.filter((label) => label === digit).length);
  const firsts = digits.flatMap((label) => {
    const row = labels.indexOf(label);
    return row < 0 ? [] : [{ label, input: inputs.slice(row * length, (row + 1) * length) }];
  });
  return { name, count: labels.length, perDigit, firsts };
}
