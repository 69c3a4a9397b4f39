import { formatPercent } from '../../src/report/text/formatPercent.js';
import type { Evaluated } from './evaluation.js';
import { Gallery } from './Gallery.js';

/** Two models on the same pictures: which ones one of them gets wrong and the other right. */
export function ComparisonResults({ a, b }: { readonly a: Evaluated; readonly b: Evaluated }) {
  const wrong = (one: Evaluated, row: number): boolean => one.predicted[row] !== one.answers.labels[row];
  const rows = [...a.answers.labels.keys()];
  const onlyA = rows.filter((row) => wrong(a, row) && !wrong(b, row));
  const onlyB = rows.filter((row) => wrong(b, row) && !wrong(a, row));
  const both = rows.filter((row) => wrong(a, row) && wrong(b, row)).length;
  const table: [string, string, string][] = [
    ['Right', formatPercent(a.result.accuracy), formatPercent(b.result.accuracy)],
    ['Errors', String(a.result.errors), String(b.result.errors)],
    ['Wrong where the other is right', String(onlyA.length), String(onlyB.length)],
    ['Both wrong', String(both), String(both)],
    ['Log loss', a.result.log_loss.toFixed(4), b.result.log_loss.toFixed(4)],
  ];
  return (
    <section class="comparison" aria-label="Comparison">
      <div class="table-frame" tabIndex={0} role="region" aria-label="Comparison table">
        <table class="table" data-testid="comparison">
          <caption>Side by side</caption>
          <thead>
            <tr>
              <td />
              <th scope="col">{a.model}</th>
              <th scope="col">{b.model}</th>
            </tr>
          </thead>
          <tbody>
            {table.map(([name, ofA, ofB]) => (
              <tr key={name}>
                <th scope="row">{name}</th>
                <td>{ofA}</td>
                <td>{ofB}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      {onlyA.length > 0 && <Gallery evaluated={a} rows={onlyA} title={`Only ${a.model} is wrong: ${onlyA.length}`} />}
      {onlyB.length > 0 && <Gallery evaluated={b} rows={onlyB} title={`Only ${b.model} is wrong: ${onlyB.length}`} />}
    </section>
  );
}
