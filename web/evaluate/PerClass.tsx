import type { ClassificationReport } from '../../src/evaluation/classificationReport.js';

const DIGITS = [0, 1, 2, 3, 4, 5, 6, 7, 8, 9] as const;

/** A table of precision, recall and f1-score of each digit. */
export function PerClass({ report }: { readonly report: ClassificationReport }) {
  const rows = [
    ...DIGITS.map((digit) => [String(digit), report[`${digit}`]] as const),
    ['mean', report['macro avg']] as const,
  ];
  return (
    <div class="table-frame" tabIndex={0} role="region" aria-label="Per class">
      <table class="table">
        <caption>Each digit</caption>
        <thead>
          <tr>
            <th scope="col">Digit</th>
            <th scope="col">precision</th>
            <th scope="col">recall</th>
            <th scope="col">f1-score</th>
            <th scope="col">pictures</th>
          </tr>
        </thead>
        <tbody>
          {rows.map(([name, scores]) => (
            <tr key={name}>
              <th scope="row">{name}</th>
              <td>{scores.precision.toFixed(4)}</td>
              <td>{scores.recall.toFixed(4)}</td>
              <td>{scores['f1-score'].toFixed(4)}</td>
              <td>{scores.support.toLocaleString('en')}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
