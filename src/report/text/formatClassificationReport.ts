import type { ClassificationReport, ClassScores } from '../../evaluation/classificationReport.js';

const NAME_WIDTH = 'weighted avg'.length;
const CELL_WIDTH = 9;

export interface FormatClassificationReportOptions {
  /** Digits after the decimal point, 0..20. @default 4 */
  readonly digits?: number;
}

/**
 * The report as text, laid out like scikit-learn's `print(classification_report(..., digits=4))`.
 */
export function formatClassificationReport(
  report: ClassificationReport,
  options: FormatClassificationReportOptions = {},
): string {
  const digits = options.digits ?? 4;
  const line = (name: string, cells: readonly string[]) =>
    `${name.padStart(NAME_WIDTH)} ${cells.map((cell) => ` ${cell.padStart(CELL_WIDTH)}`).join('')}\n`;
  const scores = (name: string, row: ClassScores) =>
    line(name, [
      ...[row.precision, row.recall, row['f1-score']].map((score) => fixedHalfEven(score, digits)),
      String(row.support),
    ]);
  const labels = Object.keys(report).filter((key): key is `${number}` => /^\d+$/.test(key));
  const total = report['macro avg'].support;
  return [
    line('', ['precision', 'recall', 'f1-score', 'support']),
    '\n',
    ...labels.map((label) => scores(label, report[label])),
    '\n',
    line('accuracy', ['', '', fixedHalfEven(report.accuracy, digits), String(total)]),
    scores('macro avg', report['macro avg']),
    scores('weighted avg', report['weighted avg']),
  ].join('');
}

/**
 * Like `toFixed`, but exact ties round to the even digit, as in Python: 5/32 gives 0.1562 and not
 * 0.1563. Ties do occur, because scores are ratios of small integers.
 */
function fixedHalfEven(value: number, digits: number): string {
  const text = value.toFixed(digits);
  const exact = value.toFixed(100); // enough digits to tell a tie from its neighbouring doubles
  const kept = exact.length - 100 + digits;
  const isTie = /^50*$/.test(exact.slice(kept));
  if (!isTie) return text;
  const truncated = digits === 0 ? exact.slice(0, kept - 1) : exact.slice(0, kept);
  return Number(truncated.at(-1)) % 2 === 0 ? truncated : text;
}
