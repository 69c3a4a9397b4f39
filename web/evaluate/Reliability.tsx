import type { ReliabilityBin } from '../../src/evaluation/reliabilityBins.js';

const SIDE = 260;
const LEFT = 40;
const BOTTOM = 30;

/**
 * How often answers are right, by their confidence. On the diagonal, answers are right as often as
 * their confidence says.
 */
export function Reliability({ bins }: { readonly bins: readonly ReliabilityBin[] }) {
  const x = (value: number): number => LEFT + (SIDE - LEFT - 6) * value;
  const y = (value: number): number => 6 + (SIDE - BOTTOM - 6) * (1 - value);
  const filled = bins.filter(({ count }) => count > 0);
  const largest = Math.max(...filled.map(({ count }) => count));
  return (
    <figure class="chart reliability">
      <figcaption>
        Reliability <span class="soft">the larger a dot, the more answers</span>
      </figcaption>
      <svg
        viewBox={`0 0 ${SIDE} ${SIDE}`}
        role="img"
        aria-label="Reliability diagram; its numbers are in the table below"
      >
        {[0, 0.5, 1].map((value) => (
          <g key={value}>
            <line class="grid" x1={x(0)} x2={x(1)} y1={y(value)} y2={y(value)} />
            <text x={LEFT - 6} y={y(value) + 4} text-anchor="end">
              {100 * value}
            </text>
            <text x={x(value)} y={SIDE - 10} text-anchor={value === 1 ? 'end' : 'middle'}>
              {value === 1 ? 'sure, 100 %' : 100 * value}
            </text>
          </g>
        ))}
        <line class="diagonal" x1={x(0)} y1={y(0)} x2={x(1)} y2={y(1)} />
        {filled.map(({ from, confidence, accuracy, count }) => (
          <circle
            key={from}
            class="reliability-dot"
            cx={x(confidence ?? 0)}
            cy={y(accuracy ?? 0)}
            r={3 + 6 * Math.sqrt(Math.log1p(count) / Math.log1p(largest)) ** 2}
          />
        ))}
      </svg>
      <details class="more">
        <summary>As a table</summary>
        <table class="table">
          <thead>
            <tr>
              <th scope="col">Confidence</th>
              <th scope="col">answers</th>
              <th scope="col">right</th>
            </tr>
          </thead>
          <tbody>
            {filled.map(({ from, to, count, accuracy }) => (
              <tr key={from}>
                <th scope="row">
                  {(100 * from).toFixed(0)} to {(100 * to).toFixed(0)} %
                </th>
                <td>{count.toLocaleString('en')}</td>
                <td>{(100 * (accuracy ?? 0)).toFixed(1)} %</td>
              </tr>
            ))}
          </tbody>
        </table>
      </details>
    </figure>
  );
}
