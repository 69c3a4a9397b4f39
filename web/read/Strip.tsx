import { useEffect, useRef } from 'preact/hooks';

import type { GrayImage } from '../../src/image/pixels.js';
import { InkCanvas } from './InkCanvas.js';
import { answer, brought, reader, selected } from './page.js';
import { WARNING_TEXTS } from './warningTexts.js';

/** What the picture becomes on its way to the network, and what may have gone wrong. */
export function Strip() {
  const { value } = answer;
  const seen = value?.seen.at(selected.value);
  const input: GrayImage | null = seen?.input == null ? null : { width: 28, height: 28, data: seen.input };
  const steps: [string, string, GrayImage | null][] = [
    ['Ink', 'without the paper', value?.ink ?? null],
    ['Cut out', 'the digit alone', seen?.cutOut ?? null],
    ['28 × 28', 'what the network gets', input],
  ];
  return (
    <section class="strip" aria-labelledby="strip-title">
      <h2 id="strip-title">What the model sees</h2>
      <ol>
        <li>
          <Original />
          <p>
            <b>Yours</b> <span>{brought.value === null ? 'as drawn' : brought.value.name}</span>
          </p>
        </li>
        {steps.map(([name, text, image]) => (
          <li key={name}>
            <InkCanvas image={image} label={`${name}: ${text}`} />
            <p>
              <b>{name}</b> <span>{text}</span>
            </p>
          </li>
        ))}
      </ol>
      <Warnings />
    </section>
  );
}

function Warnings() {
  const reading = answer.value?.reading;
  if (reading === undefined) return null;
  const texts =
    reading.status === 'no ink'
      ? [{ what: 'There is no ink in this picture.', fix: 'Use a darker pen, more light, or cut the picture to the digit.' }]
      : (answer.value?.warnings ?? []).map((warning) => WARNING_TEXTS[warning]);
  return (
    <ul class="warnings" data-testid="warnings">
      {texts.map(({ what, fix }) => (
        <li key={what}>
          <strong>{what}</strong> {fix}
        </li>
      ))}
    </ul>
  );
}

/** The picture itself, small. */
function Original() {
  const element = useRef<HTMLCanvasElement>(null);
  const change = reader.answer.value;
  const picture = brought.value;
  useEffect(() => {
    const source = document.querySelector<HTMLCanvasElement>('#read-source canvas');
    const context = element.current?.getContext('2d');
    if (source === null || context == null || element.current === null) return;
    context.imageSmoothingQuality = 'high';
    const { width, height } = element.current;
    const scale = Math.min(width / source.width, height / source.height);
    context.clearRect(0, 0, width, height);
    const [w, h] = [source.width * scale, source.height * scale];
    context.drawImage(source, (width - w) / 2, (height - h) / 2, w, h);
  }, [change, picture]);
  return <canvas ref={element} class="step step-original" width={168} height={168} role="img" aria-label="Your picture" />;
}
