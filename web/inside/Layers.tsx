import type { Activation } from '../reader/lookInside.js';
import { InkCanvas } from '../read/InkCanvas.js';
import { reader } from '../read/page.js';
import { useAnswerTo } from './useAnswerTo.js';

/** At most this many maps are shown per layer: the most active ones. */
const MOST = 24;

const ask = (input: Uint8Array) => reader.calling.call('activations', { input });

/**
 * The maps of each layer for this picture. The darker a pixel, the more of its pattern the filter
 * has found there.
 */
export function Layers({ input }: { readonly input: Uint8Array }) {
  const activations = useAnswerTo(input, ask);
  if (typeof activations === 'string') return <p class="notice">{activations}</p>;
  if (activations === null) return <div class="inside-empty" />;
  return (
    <div class="layers" data-testid="layers">
      {activations.map((activation) => (
        <section key={activation.name}>
          <h3>
            {activation.name}{' '}
            <span class="soft">
              {activation.shape[2]} maps of {activation.shape[0]} × {activation.shape[1]}
              {activation.shape[2] > MOST && `, the ${MOST} most active`}
            </span>
          </h3>
          <ul>
            {mapsOf(activation).map(({ channel, image }) => (
              <li key={channel}>
                <InkCanvas image={image} label={`Map ${channel}`} />
              </li>
            ))}
          </ul>
        </section>
      ))}
    </div>
  );
}

/** The most active maps as images that share one scale. */
function mapsOf({ shape: [height, width, channels], values }: Activation) {
  const largest = values.reduce((most, value) => Math.max(most, value), 1e-6);
  const sums = new Float64Array(channels);
  values.forEach((value, i) => {
    sums[i % channels] += value;
  });
  const order = [...sums.keys()].sort((a, b) => sums[b] - sums[a]).slice(0, MOST);
  return order.map((channel) => {
    const data = Uint8Array.from(
      { length: height * width },
      (_, i) => (255 * values[i * channels + channel]) / largest,
    );
    return { channel, image: { width, height, data } };
  });
}
