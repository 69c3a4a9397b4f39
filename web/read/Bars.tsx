import { percent } from './describeAnswer.js';
import { answer, selected } from './page.js';
import { correct } from './correct.js';

const DIGITS = [0, 1, 2, 3, 4, 5, 6, 7, 8, 9];

/** The probabilities of the ten digits, each always in its place. Pressing one says that it is the right one. */
export function Bars() {
  const seen = answer.value?.seen.at(selected.value);
  const told = seen?.input != null;
  const largest = Math.max(...(seen?.probabilities ?? [0]));
  return (
    <div class="bars" role="group" aria-label="Probability of each digit. Press the right one to correct the answer">
      {DIGITS.map((digit) => {
        const probability = seen?.probabilities[digit] ?? 0;
        return (
          <button
            key={digit}
            type="button"
            class={told && probability === largest ? 'column column-first' : 'column'}
            disabled={!told}
            onClick={() => {
              correct(digit);
            }}
            title={told ? `Say that it is a ${digit}` : undefined}
            aria-label={`${digit}: ${told ? percent(probability) : 'no answer'}`}
            data-testid={`p${digit}`}
            data-probability={probability}
          >
            <span class="column-share">{told && probability >= 0.005 ? Math.min(99.9, Math.floor(probability * 1000) / 10).toFixed(probability > 0.99 ? 1 : 0) : ''}</span>
            <span class="column-track">
              <span class="column-bar" style={{ transform: `scaleY(${probability})` }} />
            </span>
            <span class="column-digit">{digit}</span>
          </button>
        );
      })}
    </div>
  );
}
