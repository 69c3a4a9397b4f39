import { DARKEST } from '../ink/stretchDark.js';

/** The note about the number of pictures that were scaled; none if no picture was. */
export function notesOnDark(scaled: number): string[] {
  if (scaled === 0) return [];
  const what = scaled === 1 ? '1 picture uses' : `${scaled.toLocaleString('en')} pictures use`;
  return [`${what} values of 0 to ${DARKEST} at most, not 0 to 255: scaled to what is there.`];
}
