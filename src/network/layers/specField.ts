/**
 * A value in a stored architecture. Each check throws an error that names the field and what it
 * holds instead.
 */
export interface SpecField {
  field(name: string): SpecField;
  /** A number of at least 0 and below 1. */
  share(): number;
  /** A whole number from `least`, and up to `most` if that is given. */
  wholeNumber(least: number, most?: number): number;
  oneOf<T extends string | number>(allowed: readonly T[]): T;
}

/** Wider layers are a mistake or an attack: their maps alone would take gigabytes. */
const MAX_WIDTH = 4096;

/** Reads a number of channels or units, 1..4096. */
export function readWidth(field: SpecField): number {
  return field.wholeNumber(1, MAX_WIDTH);
}
