import { INPUT_LENGTH } from '../ink/mnistInput.js';
import type { AuditSubject, Finding } from './finding.js';

const ROWS = 1024;

/** Finds pictures in which preprocessing finds no ink: their input is all zero. */
export function checkBlank({ length, readInputs }: Pick<AuditSubject, 'length' | 'readInputs'>): Finding[] {
  const inputs = new Uint8Array(ROWS * INPUT_LENGTH);
  const blank: number[] = [];
  for (let first = 0; first < length; first += ROWS) {
    const rows = Uint32Array.from({ length: Math.min(ROWS, length - first) }, (_, i) => first + i);
    readInputs(rows, inputs);
    for (const [i, row] of rows.entries()) {
      if (inputs.subarray(i * INPUT_LENGTH, (i + 1) * INPUT_LENGTH).every((value) => value === 0)) blank.push(row);
    }
  }
  if (blank.length === 0) return [];
  const what = blank.length === 1 ? `1 of ${length} pictures shows` : `${blank.length} of ${length} pictures show`;
  return [
    {
      kind: 'blank',
      severity: 'warning',
      indices: Uint32Array.from(blank),
      text: `${what} no ink: a model learns nothing useful from a label on an empty picture.`,
    },
  ];
}
