import { inputImage } from '../reader/inputImage.js';
import { InkCanvas } from '../read/InkCanvas.js';
import { reader } from '../read/page.js';
import { useAnswerTo } from './useAnswerTo.js';

const ask = (input: Uint8Array) => reader.calling.call('nearest', { input });

/** The training pictures whose pixels are closest to this picture. */
export function Nearest({ input }: { readonly input: Uint8Array }) {
  const neighbours = useAnswerTo(input, ask);
  if (typeof neighbours === 'string') return <p class="notice">{neighbours}</p>;
  if (neighbours === null) return <p class="inside-empty soft">Looking through MNIST (9 MB, once).</p>;
  return (
    <figure class="gallery nearest" data-testid="nearest">
      <figcaption>
        Most similar training pictures <span class="soft">compared by pixels, among MNIST’s 60,000</span>
      </figcaption>
      <ul>
        {neighbours.map(({ input: data, label, distance }, i) => (
          <li key={i}>
            <InkCanvas image={inputImage(data)} label={`a ${label}, distance ${Math.round(distance)}`} />
            <small>
              {label} <span class="soft">distance {Math.round(distance)}</span>
            </small>
          </li>
        ))}
      </ul>
    </figure>
  );
}
