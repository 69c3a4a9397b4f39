import { chartFrame, type ChartAxis } from './chartFrame.js';
import { formatCount } from '../text/formatHeadline.js';
import { markup } from './markup.js';
import type { ReliabilityBin } from '../../evaluation/reliabilityBins.js';
import { wilsonInterval } from '../../statistics/wilsonInterval.js';

const SHARES: Omit<ChartAxis, 'name'> = {
  low: 0,
  high: 1,
  ticks: [0, 0.2, 0.4, 0.6, 0.8, 1],
  format: (value) => `${Math.round(value * 100)} %`,
};

/**
 * A reliability diagram as a self-contained SVG document: the share of right answers by confidence,
 * one dot per bin. Dots are on the dotted line if the two agree. A dot's area grows with the
 * logarithm of the number of answers; the bar is Wilson's 95 % interval, which is wide for few
 * answers.
 */
export function reliabilitySvg(bins: readonly ReliabilityBin[]): string {
  const dots = bins.flatMap(({ confidence, accuracy, count }) =>
    confidence === null || accuracy === null ? [] : [{ confidence, accuracy, count }],
  );
  return chartFrame(
    {
      title: 'Right answers by confidence',
      description: dots
        .map((dot) => `${percent(dot.confidence)} sure: ${percent(dot.accuracy)} of ${formatCount(dot.count)} right`)
        .join('; '),
      x: { ...SHARES, name: 'confidence' },
      y: { ...SHARES, name: 'right' },
    },
    (x, y) => [
      markup`<line class="ideal" x1="${x(0)}" y1="${y(0)}" x2="${x(1)}" y2="${y(1)}"/>`,
      dots.map(({ confidence, accuracy, count }) => {
        const [low, high] = wilsonInterval(Math.round(accuracy * count), count);
        const radius = (2 * Math.sqrt(1 + Math.log10(count))).toFixed(1);
        return markup`<line class="range" x1="${x(confidence)}" x2="${x(confidence)}" y1="${y(low)}" y2="${y(high)}"/><circle class="dot" cx="${x(confidence)}" cy="${y(accuracy)}" r="${radius}"/>`;
      }),
    ],
  );
}

function percent(share: number): string {
  return `${(100 * share).toFixed(1)} %`;
}
