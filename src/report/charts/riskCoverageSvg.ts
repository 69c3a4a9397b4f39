import { chartFrame, type ChartAxis } from './chartFrame.js';
import { formatPercent } from '../text/formatPercent.js';
import { markup } from './markup.js';
import { niceTicks } from './niceTicks.js';
import type { RiskCoverage } from '../../evaluation/riskCoverage.js';

/** Coverages from here up are always shown. */
const LEAST_SHOWN = 0.98;

/**
 * A risk-coverage curve as a self-contained SVG document: the share of wrong answers if only the
 * most confident ones are given, by the share that is given. It starts shortly before the first
 * wrong answer.
 */
export function riskCoverageSvg({ points, aurc }: RiskCoverage): string {
  const all = points[points.length - 1];
  const faultless = points.findLast(({ risk }) => risk === 0)?.coverage ?? 0;
  const acrossTicks = niceTicks(Math.min(faultless, LEAST_SHOWN), 1, 5);
  const upTicks = niceTicks(0, Math.max(...points.map(({ risk }) => risk), 0.001), 4);
  const x = axis('answered', acrossTicks);
  return chartFrame(
    {
      title: 'Errors by the share that is answered',
      description: `Of all answers ${formatPercent(all.risk)} are wrong; of the surest ${formatPercent(faultless)}, none. Area under the curve ${aurc.toFixed(6)}.`,
      x,
      y: axis('wrong', upTicks),
    },
    (toX, toY) => {
      const shown = points.filter(({ coverage }) => coverage >= x.low);
      const path = shown.map(({ coverage, risk }) => `${toX(coverage)},${toY(risk)}`).join(' ');
      return markup`<polyline class="line" points="${path}"/><circle class="dot" cx="${toX(all.coverage)}" cy="${toY(all.risk)}" r="4"/>`;
    },
  );
}

function axis(name: string, ticks: readonly number[]): ChartAxis {
  const shown = ticks.map((tick) => String(Number((tick * 100).toFixed(6))));
  const decimals = Math.max(...shown.map((text) => (text.split('.')[1] ?? '').length));
  return {
    name,
    ticks,
    low: ticks[0],
    high: ticks[ticks.length - 1],
    format: (value) => `${(value * 100).toFixed(decimals)} %`,
  };
}
