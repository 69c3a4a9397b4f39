import { useSignal } from '@preact/signals';
import { useEffect } from 'preact/hooks';

import { reader } from '../read/page.js';

/**
 * The reading worker's answer to `ask(input)`, asked again when the input or the model changes.
 * Null until the first answer arrives; a string is the message of an error.
 */
export function useAnswerTo<Answer>(
  input: Uint8Array,
  ask: (input: Uint8Array) => Promise<Answer>,
): Answer | string | null {
  const answer = useSignal<Answer | string | null>(null);
  const ready = reader.ready.value;
  useEffect(() => {
    let outdated = false;
    ask(input).then(
      (value) => {
        if (!outdated) answer.value = value;
      },
      (error: unknown) => {
        if (!outdated) answer.value = error instanceof Error ? error.message : String(error);
      },
    );
    return () => {
      outdated = true;
    };
  }, [input, ready]);
  return answer.value;
}
