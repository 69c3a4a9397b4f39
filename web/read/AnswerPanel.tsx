import { useSignal, useSignalEffect } from '@preact/signals';

import { announce, describeConfidence } from './describeAnswer.js';
import { answer, reader, select, selected } from './page.js';
import { Bars } from './Bars.js';
import { AnswerSettings } from './AnswerSettings.js';

/**
 * Screen readers announce the answer after this pause, in ms, and not at every point of a stroke.
 */
const PAUSE = 700;

/** The number that was read, its confidence and the ten probabilities. */
export function AnswerPanel() {
  const { value } = answer;
  const reading = value?.reading;
  const said = useSignal('');
  useSignalEffect(() => {
    const now = answer.value?.reading;
    const timer = setTimeout(() => {
      said.value = now === undefined ? '' : announce(now);
    }, PAUSE);
    return () => {
      clearTimeout(timer);
    };
  });
  const digits = reading?.digits ?? [];
  const state = reading === undefined ? 'waiting' : reading.status.replaceAll(' ', '-');
  return (
    <section class="answer" data-status={state} aria-label="Answer">
      <div class="answer-text" data-length={Math.min(8, Math.max(1, digits.length))}>
        {reading === undefined && (
          <span class="answer-none" aria-hidden="true">
            –
          </span>
        )}
        {reading?.status === 'no ink' && <span aria-hidden="true">–</span>}
        {digits.length === 1 && <span data-testid="answer">{digits[0].digit ?? '?'}</span>}
        {digits.length > 1 && (
          <span data-testid="answer">
            {digits.map(({ digit }, i) => (
              <button
                key={i}
                type="button"
                class="answer-digit"
                aria-pressed={i === selected.value}
                aria-label={`Digit ${i + 1}: ${digit ?? 'not sure'}`}
                onClick={() => {
                  select(i);
                }}
              >
                {digit ?? '?'}
              </button>
            ))}
          </span>
        )}
      </div>
      <p class="answer-words" data-testid="words">
        {reader.problem.value ?? (reading === undefined ? 'draw a digit' : describeConfidence(reading))}
      </p>
      <Bars />
      <AnswerSettings />
      <p class="visually-hidden" aria-live="polite">
        {said.value}
      </p>
    </section>
  );
}
