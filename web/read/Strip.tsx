import type { GrayImage } from '../../src/image/pixels.js';
import { INPUT_SIZE, inputImage } from '../reader/inputImage.js';
import { InkCanvas } from './InkCanvas.js';
import { Original } from './Original.js';
import { brought, selected, settledAnswer } from './page.js';
import { WARNING_TEXTS } from './warningTexts.js';

/** The steps from the picture to the input of the network, and warnings about the picture. */
export function Strip() {
  const answer = settledAnswer.value;
  const seen = answer?.seen.at(selected.value);
  const input: GrayImage | null = seen?.input == null ? null : inputImage(seen.input);
  const steps: [string, string, GrayImage | null][] = [
    ['Ink', 'without the paper', answer?.ink ?? null],
    ['Cut out', 'the digit alone', seen?.cutOut ?? null],
    [`${INPUT_SIZE.width} × ${INPUT_SIZE.height}`, 'what the network gets', input],
  ];
  return (
    <section class="strip" aria-labelledby="strip-title">
      <div class="strip-head">
        <h2 id="strip-title">What the model sees</h2>
        {answer !== null && <small data-testid="took">{`read in ${Math.max(1, Math.round(answer.took))} ms`}</small>}
      </div>
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

const NO_INK = {
  what: 'There is no ink in this picture.',
  fix: 'Use a darker pen, more light, or cut the picture to the digit.',
};

function Warnings() {
  const answer = settledAnswer.value;
  if (answer === null) return null;
  const texts =
    answer.reading.status === 'no ink' ? [NO_INK] : answer.warnings.map((warning) => WARNING_TEXTS[warning]);
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
