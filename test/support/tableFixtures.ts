import { SIDE, type Drawing } from './datasetFixtures.js';
import { makePng } from './madePng.js';

/** How a table of drawings is written. */
export interface TableForm {
  /** Where the label stands. @default 'first' */
  readonly label?: 'first' | 'last' | 'middle' | 'none';
  /** The name of the label's column; null: no header. @default 'label' */
  readonly header?: string | null;
  /** @default ',' */
  readonly delimiter?: string;
  /** How a value of 0..255 is written. */
  readonly value?: (value: number) => string;
  /** How a label is written. */
  readonly digit?: (label: number) => string;
  /** A column in front of all others. */
  readonly index?: { readonly name: string; readonly of: (row: number) => string };
}

/** A table of drawings as text. */
export function asTable(drawings: readonly Drawing[], form: TableForm = {}): string {
  const { label = 'first', header = 'label', delimiter = ',', value = String, digit = String, index } = form;
  const line = (name: string, pixels: readonly string[], first: string | undefined): string => {
    const at = { first: 0, middle: 300, last: pixels.length, none: 0 }[label];
    const cells = label === 'none' ? pixels : [...pixels.slice(0, at), name, ...pixels.slice(at)];
    return [...(first === undefined ? [] : [first]), ...cells].join(delimiter);
  };
  const names = Array.from({ length: SIDE * SIDE }, (_, i) => `pixel${i}`);
  const rows = drawings.map((drawing, i) =>
    line(
      digit(drawing.label),
      Array.from(drawing.pixels, (pixel) => value(pixel)),
      index?.of(i),
    ),
  );
  return [...(header === null ? [] : [line(header, names, index?.name)]), ...rows, ''].join('\n');
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
  return drawings.map(({ label, pixels }) => ({ label, pixels: pixels.map((value) => change(value)) }));
}

/** A 16-bit gray PNG of values 0..65535, [28 * 28]. */
export function encodePng16(values: readonly number[]): Buffer {
  const raw = Buffer.alloc((2 * SIDE + 1) * SIDE);
  values.forEach((value, i) => {
    raw.writeUInt16BE(value, Math.floor(i / SIDE) * (2 * SIDE + 1) + 1 + 2 * (i % SIDE));
  });
  return makePng({ width: SIDE, height: SIDE, bitDepth: 16, colorType: 0, raw });
}
