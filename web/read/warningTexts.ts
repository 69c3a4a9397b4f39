import type { Warning } from '../../src/numbers/findWarnings.js';

/** What happened and what to do about it, in plain words. */
export const WARNING_TEXTS: Readonly<Record<Warning, { readonly what: string; readonly fix: string }>> = {
  'cut off': { what: 'The digit touches the edge.', fix: 'Part of it may be missing: leave some room around it.' },
  'too small': { what: 'The digit is very small.', fix: 'Move closer, or cut the picture to the digit.' },
  'too thin': { what: 'The strokes are thin.', fix: 'A thicker brush or pen is read better.' },
  'low contrast': { what: 'Ink and paper are much alike.', fix: 'More light or a darker pen helps.' },
  'not a digit': {
    what: 'This does not look like a digit.',
    fix: 'Letters, signs and several touching digits are not read.',
  },
};
