import { answer, selected } from './page.js';
import { correct } from './correct.js';

const DIGITS = [0, 1, 2, 3, 4, 5, 6, 7, 8, 9];

/**
 * The probabilities of the ten digits in fixed places. Pressing a digit corrects the answer to it.
 */
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
            title={told ? `Correct the answer to ${digit}` : undefined}
            data-testid={`p${digit}`}
            data-probability={probability}
          >
            <span class="column-digit">{digit}</span>
            <span class="visually-hidden">: </span>
            <span class="column-share">{told && probability >= 0.005 ? shortPercent(probability) : ''}</span>
            <span class="visually-hidden">{told ? ' %' : 'no answer'}</span>
            <span class="column-track">
              <span class="column-bar" style={{ transform: `scaleY(${probability})` }} />
            </span>
          </button>
        );
      })}
    </div>
  );
}

/** Per cent without the sign: at most 99.9, with one decimal above 99. */
function shortPercent(share: number): string {
  const shown = Math.min(99.9, Math.floor(share * 1000) / 10);
  return shown.toFixed(shown > 99 ? 1 : 0);
}
