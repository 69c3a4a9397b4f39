import { deflateSync } from 'node:zlib';

import { encodePng, SIDE, type Drawing, type Files } from './datasetFixtures.js';

/** How a table of drawings is written. */
export interface TableForm {
  /** Where the label stands. @default 'first' */
  readonly label?: 'first' | 'last' | 'middle' | 'none';
  /** The name of the label's column; null: no header. @default 'label' */
  readonly header?: string | null;
  /** @default ',' */
  readonly delimiter?: string;
  /** @default '\n' */
  readonly newline?: string;
  /** What stands above the table. */
  readonly above?: string;
  /** How a value of 0..255 is written. */
  readonly value?: (value: number) => string;
  /** How a label is written. */
  readonly digit?: (label: number) => string;
  /** A column in front of all others. */
  readonly index?: { readonly name: string; readonly of: (row: number) => string };
}

/** A table of drawings as text. */
export function asTable(drawings: readonly Drawing[], form: TableForm = {}): string {
  const { label = 'first', header = 'label', delimiter = ',', newline = '\n', above = '' } = form;
  const { value = String, digit = String, index } = form;
  const row = (name: string, pixels: readonly string[], first: string | undefined): string => {
    const at = { first: 0, middle: 300, last: pixels.length, none: 0 }[label];
    const cells = label === 'none' ? pixels : [...pixels.slice(0, at), name, ...pixels.slice(at)];
    return [...(first === undefined ? [] : [first]), ...cells].join(delimiter);
  };
  const names = Array.from({ length: SIDE * SIDE }, (_, i) => `pixel${i}`);
  const lines = drawings.map((drawing, i) =>
    row(digit(drawing.label), Array.from(drawing.pixels, value), index?.of(i)),
  );
  const head = header === null ? [] : [row(header, names, index?.name)];
  return `${above}${[...head, ...lines, ''].join(newline)}`;
}

/** Rows and columns exchanged, as EMNIST stores its pictures. */
export function transposed(drawings: readonly Drawing[]): Drawing[] {
  return drawings.map(({ label, pixels }) => ({
    label,
    pixels: Uint8Array.from(pixels, (_, i) => pixels[(i % SIDE) * SIDE + Math.floor(i / SIDE)]),
  }));
}

/** A copy of the drawings with each value changed. */
export function withValues(drawings: readonly Drawing[], change: (value: number) => number): Drawing[] {
  return drawings.map(({ label, pixels }) => ({ label, pixels: pixels.map(change) }));
}

/** A 16-bit gray PNG of values 0..65535. */
export function encodePng16(values: readonly number[]): Buffer {
  const gray = encodePng(new Uint8Array(SIDE * SIDE));
  const header = gray.indexOf('IHDR');
  const rows = Buffer.alloc((2 * SIDE + 1) * SIDE);
  values.forEach((value, i) => {
    rows.writeUInt16BE(value, Math.floor(i / SIDE) * (2 * SIDE + 1) + 1 + 2 * (i % SIDE));
  });
  const ihdr = Buffer.from(gray.subarray(header + 4, header + 17));
  ihdr[8] = 16;
  return Buffer.concat([gray.subarray(0, 8), chunk('IHDR', ihdr), chunk('IDAT', deflateSync(rows)), chunk('IEND')]);
}
