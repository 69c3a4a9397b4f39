import type { ReadDigit, Reading } from '../digits/reading.js';

/** What became of one picture. `rejected`: there is ink, and a digit is not given ('?'). */
export type ReadResult = { readonly path: string; readonly rejected: boolean } & (Reading | FailedReading);

/** A picture that could not be read. */
interface FailedReading extends Omit<Reading, 'status'> {
  readonly status: 'error';
  readonly reason: string;
}

/** One way to write results, line by line, so that no number of pictures fills the memory. */
export interface ReadFormat {
  /** The lines before the first result. */
  readonly head: string;
  readonly format: (result: ReadResult) => string;
}

const CONFIDENCE_DIGITS = 6;

export const readFormats: Readonly<Record<'jsonl' | 'csv' | 'table', ReadFormat>> = {
  jsonl: { head: '', format: (result) => `${JSON.stringify(result, rounded)}\n` },
  csv: {
    head: 'path,text,confidence,status\n',
    format: ({ path, text, confidence, status }) =>
      `${[path, text, String(rounded('confidence', confidence)), status].map(quoted).join(',')}\n`,
  },
  table: {
    head: `${tableLine('Text', 'Confidence', 'Otherwise', 'Path')}${'─'.repeat(57)}\n`,
    format: (result) => {
      const { text, confidence, status, path, digits } = result;
      if (status === 'no ink' || status === 'error') return tableLine('–', status, '', path);
      const others = likeliestNumbers(digits).filter((other) => other.text !== text);
      const otherwise = others.map((other) => `${other.text} ${percent(other.confidence)}`).join('  ');
      return tableLine(text, status === 'read' ? percent(confidence) : status, otherwise, path);
    },
  },
};

/**
 * What all digits may be together, the likeliest first: as many as one digit and its alternatives.
 */
function likeliestNumbers(digits: readonly ReadDigit[]): { text: string; confidence: number }[] {
  let numbers = [{ text: '', confidence: 1 }];
  for (const { digit, confidence, alternatives } of digits) {
    const choices = digit === null ? alternatives : [{ digit, confidence }, ...alternatives];
    numbers = numbers
      .flatMap((begun) =>
        choices.map((next) => ({
          text: `${begun.text}${next.digit}`,
          confidence: begun.confidence * next.confidence,
        })),
      )
      .sort((a, b) => b.confidence - a.confidence)
      .slice(0, choices.length);
  }
  return numbers;
}

/** The path comes last: it may be as long as it likes. */
function tableLine(text: string, confidence: string, otherwise: string, path: string): string {
  return `${text.padEnd(6)}${confidence.padStart(11)}   ${otherwise.padEnd(24)}  ${path}\n`;
}

function percent(share: number): string {
  return `${(100 * share).toFixed(1)} %`;
}

function rounded(key: string, value: unknown): unknown {
  return (key === 'confidence' || key === 'notDigit') && typeof value === 'number'
    ? Number(value.toFixed(CONFIDENCE_DIGITS))
    : value;
}

/** As RFC 4180 quotes: only where a comma, a quote or a line break asks for it. */
function quoted(field: string): string {
  return /[",\r\n]/.test(field) ? `"${field.replaceAll('"', '""')}"` : field;
}
