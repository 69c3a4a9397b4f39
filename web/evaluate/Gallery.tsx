import { inputImage } from '../reader/inputImage.js';
import { InkCanvas } from '../read/InkCanvas.js';
import { percent } from '../read/describeAnswer.js';
import type { Evaluated } from './evaluation.js';

export interface GalleryProps {
  readonly evaluated: Pick<Evaluated, 'answers' | 'predicted'>;
  readonly rows: readonly number[];
  readonly title: string;
}

const MOST = 60;

/** Pictures with their labels, the answers and how sure the model was. */
export function Gallery({ evaluated: { answers, predicted }, rows, title }: GalleryProps) {
  const length = answers.inputs.length / answers.labels.length;
  return (
    <figure class="gallery">
      <figcaption>
        {title} {rows.length > MOST && <span class="soft">the first {MOST} are shown</span>}
      </figcaption>
      <ul tabIndex={0} aria-label={title}>
        {rows.slice(0, MOST).map((row) => {
          const [actual, digit] = [answers.labels[row], predicted[row]];
          const sure = percent(answers.probabilities[row * 10 + digit]);
          return (
            <li key={row}>
              <InkCanvas
                image={inputImage(answers.inputs.subarray(row * length, (row + 1) * length))}
                label={`Picture ${row}: a ${actual}, read as ${digit}, ${sure}`}
              />
              <small>
                {actual === digit ? digit : `${actual} → ${digit}`} <span class="soft">{sure}</span>
              </small>
            </li>
          );
        })}
      </ul>
    </figure>
  );
}
