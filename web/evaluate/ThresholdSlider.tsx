import { selectiveScore } from '../../src/evaluation/selectiveScore.js';
import { type Evaluated, threshold } from './evaluation.js';

/** Nearly half of the slider's range lies above 90 % confidence. */
const confidenceAt = (position: number): number => 1 - (1 - position) ** 3;

/** Coverage and error rate if the model answers only when it is sure enough. */
export function ThresholdSlider({ evaluated: { answers } }: { readonly evaluated: Evaluated }) {
  const confidence = confidenceAt(threshold.value);
  const { coverage, error, errors, answered } = selectiveScore(answers.labels, answers.probabilities, confidence);
  return (
    <section class="threshold">
      <h2>Answer only when sure</h2>
      <label>
        <span>
          At least <b>{(100 * confidence).toFixed(confidence > 0.99 ? 2 : 1)} %</b> sure
        </span>
        <input
          type="range"
          min={0}
          max={0.99}
          step={0.005}
          value={threshold.value}
          aria-valuetext={`${(100 * confidence).toFixed(1)} percent`}
          onInput={({ currentTarget }) => {
            threshold.value = currentTarget.valueAsNumber;
          }}
        />
      </label>
      <p data-testid="coverage">
        <b>{(100 * coverage).toFixed(1)} %</b> answered, of these <b>{(100 * error).toFixed(3)} %</b> wrong ({errors} of{' '}
        {answered.toLocaleString('en')})
      </p>
    </section>
  );
}
