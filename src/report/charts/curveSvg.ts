import { markup, Markup } from './markup.js';
import { niceTicks } from './niceTicks.js';

/** One epoch on the curves, with Keras' names; null if the epoch was not validated. */
export interface CurveEpoch {
  /** 1, 2, ... */
  readonly epoch: number;
  readonly loss: number;
  /** 0..1 */
  readonly accuracy: number;
  readonly val_loss: number | null;
  /** 0..1 */
  readonly val_accuracy: number | null;
}

const WIDTH = 440;
const HEIGHT = 280;
const PLOT = { left: 52, right: 338, top: 16, bottom: 232 };
/** The least distance between the names of two lines, in pixels. */
const NAME_DISTANCE = 34;

const STYLE =
  new Markup(`.numerist-curve{font-family:system-ui,sans-serif;font-size:15px;font-variant-numeric:tabular-nums}
.numerist-curve text{fill:#55514a}.numerist-curve .grid{stroke:#ddd7c9}
.numerist-curve .line{fill:none;stroke-width:2.25;stroke-linejoin:round;stroke-linecap:round}
.numerist-curve .training{stroke:#79746a;stroke-dasharray:1 5}.numerist-curve .validation{stroke:#1f4f96}
.numerist-curve .dot{stroke:none;fill:#79746a}.numerist-curve .validation.dot{fill:#1f4f96}
.numerist-curve .value{font-weight:600}
@media (prefers-color-scheme:dark){.numerist-curve text{fill:#b3aea3}.numerist-curve .grid{stroke:#33363c}
.numerist-curve .training{stroke:#9a958b}.numerist-curve .validation{stroke:#8db6f2}
.numerist-curve .dot{fill:#9a958b}.numerist-curve .validation.dot{fill:#8db6f2}}`);

/**
 * Loss or accuracy by epoch as a self-contained SVG document; training is dotted, validation solid.
 * The vertical axis of the loss starts at 0, that of the accuracy just below the lowest value.
 *
 * Values that are not finite are left out. Throws RangeError on an empty history.
 */
export function curveSvg(history: readonly CurveEpoch[], quantity: 'loss' | 'accuracy'): string {
  if (history.length === 0) throw new RangeError('curveSvg: history must hold at least one epoch. Received 0.');
  const points = (key: keyof CurveEpoch) =>
    history.flatMap(({ epoch, [key]: value }) =>
      value !== null && Number.isFinite(value) ? [{ epoch, value, x: 0, y: 0 }] : [],
    );
  const series = [
    { name: 'training', points: points(quantity) },
    { name: 'validation', points: points(`val_${quantity}`) },
  ].filter((line) => line.points.length > 0);
  const values = series.flatMap((line) => line.points.map((point) => point.value));
  const ticks = verticalTicks(values, quantity);

  const first = history[0].epoch;
  const last = Math.max(history[history.length - 1].epoch, first + 1);
  const x = (epoch: number) => PLOT.left + ((epoch - first) / (last - first)) * (PLOT.right - PLOT.left);
  const [low, high] = [ticks[0], ticks[ticks.length - 1]];
  const y = (value: number) => PLOT.bottom - ((value - low) / (high - low)) * (PLOT.bottom - PLOT.top);
  const decimals = Math.max(...ticks.map((tick) => (String(tick).split('.')[1] ?? '').length));
  const epochs = niceTicks(first, last, Math.min(6, last - first)).filter(
    (epoch) => Number.isInteger(epoch) && epoch >= first && epoch <= history[history.length - 1].epoch,
  );

  const lines = series.map((line) => {
    const path = line.points.map((point) => `${x(point.epoch).toFixed(1)},${y(point.value).toFixed(1)}`).join(' ');
    const end = line.points[line.points.length - 1];
    return markup`<polyline class="line ${line.name}" points="${path}"/><circle class="dot ${line.name}" cx="${x(end.epoch).toFixed(1)}" cy="${y(end.value).toFixed(1)}" r="3.5"/>`;
  });
  const ends = series.map((line) => ({ ...line.points[line.points.length - 1], name: line.name }));
  const names = spread(ends.map((end) => y(end.value))).map((middle, index) => {
    const { name, value } = ends[index];
    return markup`<text x="${PLOT.right + 14}" y="${(middle - 3).toFixed(1)}">${name}</text><text class="value" x="${PLOT.right + 14}" y="${(middle + 14).toFixed(1)}">${value.toFixed(4)}</text>`;
  });
  const title = `${quantity === 'loss' ? 'Loss' : 'Accuracy'} by epoch`;
  return markup`<svg xmlns="http://www.w3.org/2000/svg" class="numerist-curve" role="img" aria-label="${title}" viewBox="0 0 ${WIDTH} ${HEIGHT}" width="${WIDTH}" height="${HEIGHT}">
<title>${title}</title>
<desc>After the last of ${history.length} epochs: ${ends.map((end) => `${end.name} ${end.value.toFixed(4)}`).join(', ')}.</desc>
<style>${STYLE}</style>
${ticks.map((tick) => markup`<line class="grid" x1="${PLOT.left}" x2="${PLOT.right}" y1="${y(tick).toFixed(1)}" y2="${y(tick).toFixed(1)}"/><text text-anchor="end" x="${PLOT.left - 10}" y="${(y(tick) + 5).toFixed(1)}">${tick.toFixed(decimals)}</text>`)}
${epochs.map((epoch) => markup`<text text-anchor="middle" x="${x(epoch).toFixed(1)}" y="${PLOT.bottom + 22}">${epoch}</text>`)}
<text text-anchor="middle" x="${(PLOT.left + PLOT.right) / 2}" y="${PLOT.bottom + 44}">epoch</text>
${lines}
${names}
</svg>
`.text;
}

function verticalTicks(values: readonly number[], quantity: 'loss' | 'accuracy'): number[] {
  const low = quantity === 'loss' ? 0 : Math.min(...values, 1);
  const high = Math.max(...values, low);
  if (quantity === 'loss') return niceTicks(0, high > 0 ? high : 1, 4);
  // A flat line still needs some height; accuracies never exceed 1.
  return niceTicks(Math.min(low, 0.999), Math.min(Math.max(high, low + 0.001), 1), 4).filter((tick) => tick <= 1);
}

/** The given heights, moved apart if two are so close that their names would overlap. */
function spread(heights: readonly number[]): number[] {
  if (heights.length < 2) return [...heights];
  const [a, b] = heights;
  const missing = Math.max(NAME_DISTANCE - Math.abs(a - b), 0) / 2;
  const shift = a <= b ? -missing : missing;
  // Both names must stay inside the picture.
  const inside = Math.max(0, PLOT.top + 4 - Math.min(a + shift, b - shift));
  return [a + shift + inside, b - shift + inside];
}
