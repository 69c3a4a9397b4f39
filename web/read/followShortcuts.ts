import { answer, brought, drawing } from './page.js';
import { correct } from './correct.js';

/**
 * Undo, redo, and the digit keys that correct an answer, anywhere in the view but in fields.
 * Returns how to stop.
 */
export function followShortcuts(): () => void {
  const listening = new AbortController();
  addEventListener(
    'keydown',
    (event) => {
      const field = event.target instanceof Element && event.target.closest('input, select, textarea, dialog') !== null;
      if (field || event.altKey) return;
      const command = event.ctrlKey || event.metaKey;
      const key = event.key.toLowerCase();
      if (command && key === 'z' && brought.value === null) {
        event.preventDefault();
        if (event.shiftKey) drawing.redo();
        else drawing.undo();
      } else if (command && key === 'y' && brought.value === null) {
        event.preventDefault();
        drawing.redo();
      } else if (!command && /^[0-9]$/.test(key) && answer.value !== null) {
        correct(Number(key));
      }
    },
    { signal: listening.signal },
  );
  return () => {
    listening.abort();
  };
}
