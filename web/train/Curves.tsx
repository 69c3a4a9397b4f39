import { formatPercent } from '../../src/report/text/formatPercent.js';
import type { TrainState } from '../lab/trainNews.js';

const WIDTH = 560;
const HEIGHT = 190;
const LEFT = 44;
const BOTTOM = 26;

/**
 * Charts of loss and error over the epochs of a run, with the held-out numbers in a table below.
 */
export function Curves({ run: { curve, validated, epochs } }: { readonly run: TrainState }) {
  const topLoss = Math.max(0.5, ...curve.slice(Math.floor(curve.length / 10)).map(({ loss }) => loss));
  const loss = { name: 'Loss', top: topLoss, format: (value: number) => value.toFixed(2) };
  const error = { name: 'Errors', top: 0.1, format: (value: number) => `${Math.round(100 * value)} %` };
  const places = (value: (point: { loss: number; accuracy: number }) => number) => ({
    line: curve.map((point) => [point.at, value(point)] as const),
    dots: validated.map((point) => [point.epoch, value(point)] as const),
  });
  return (
    <div class="curves">
      <Chart {...loss} epochs={epochs} {...places((point) => point.loss)} />
      <Chart {...error} epochs={epochs} {...places((point) => 1 - point.accuracy)} />
      {validated.length > 0 && (
        <details class="more">
          <summary>As a table</summary>
          <table class="table">
            <thead>
              <tr>
                <th scope="col">Epoch</th>
                <th scope="col">Held-out loss</th>
                <th scope="col">Held-out accuracy</th>
              </tr>
            </thead>
            <tbody>
              {validated.map((point) => (
                <tr key={point.epoch}>
                  <th scope="row">{point.epoch}</th>
                  <td>{point.loss.toFixed(4)}</td>
                  <td>{formatPercent(point.accuracy)}</td>
                </tr>
              ))}
            </tbody>
          </table>
        </details>
      )}
    </div>
  );
}

/** [epochs done, value] */
type Point = readonly [number, number];

/** The bold line shows the mean of this many points, because single points scatter. */
const SMOOTHED = 15;

function smooth(line: readonly Point[]): Point[] {
  return line.map(([at], i) => {
    const last = line.slice(Math.max(0, i + 1 - SMOOTHED), i + 1);
    return [at, last.reduce((sum, [, value]) => sum + value, 0) / last.length];
  });
}

interface ChartProps {
  readonly name: string;
  readonly top: number;
  readonly epochs: number;
  readonly format: (value: number) => string;
  readonly line: readonly Point[];
  readonly dots: readonly Point[];
}

function Chart({ name, top, epochs, format, line, dots }: ChartProps) {
  const x = (at: number): number => LEFT + ((WIDTH - LEFT - 8) * at) / epochs;
  const y = (value: number): number => 10 + (HEIGHT - BOTTOM - 10) * (1 - Math.min(1, value / top));
  const path = (points: readonly Point[]): string =>
    points.map(([at, value], i) => `${i === 0 ? 'M' : 'L'}${x(at).toFixed(1)} ${y(value).toFixed(1)}`).join('');
  const last = line.at(-1);
  const steps = epochs <= 12 ? epochs : 4;
  return (
    <figure class="chart">
      <figcaption>
        {name} <span class="soft">line: while training; dots: held out</span>
      </figcaption>
      <svg
        viewBox={`0 0 ${WIDTH} ${HEIGHT}`}
        role="img"
        aria-label={`${name}, now ${last === undefined ? 'unknown' : format(last[1])}`}
      >
        {[0, 0.5, 1].map((share) => (
          <g key={share}>
            <line class="grid" x1={LEFT} x2={WIDTH - 8} y1={y(share * top)} y2={y(share * top)} />
            <text x={LEFT - 8} y={y(share * top) + 4} text-anchor="end">
              {format(share * top)}
            </text>
          </g>
        ))}
        {Array.from({ length: steps + 1 }, (_, i) => (
          <text key={i} x={x((i * epochs) / steps)} y={HEIGHT - 6} text-anchor="middle">
            {Math.round((i * epochs) / steps)}
          </text>
        ))}
        <path class="curve-raw" d={path(line)} />
        <path class="curve" d={path(smooth(line))} />
        {dots.map(([at, value]) => (
          <circle key={at} class="held-out" cx={x(at)} cy={y(value)} r={4} />
        ))}
      </svg>
    </figure>
  );
}
