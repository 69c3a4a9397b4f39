import { note } from './correct.js';

/** Shows what was just done for a few seconds, with a button to undo it. */
export function Toast() {
  return (
    <div role="status">
      {note.value !== null && (
        <div class="toast">
          <span>{note.value.text}</span>
          <button type="button" onClick={note.value.undo}>
            Undo
          </button>
        </div>
      )}
    </div>
  );
}
