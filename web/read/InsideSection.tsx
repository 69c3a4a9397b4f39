import { useSignal } from '@preact/signals';
import type { ComponentType } from 'preact';

/** The section Look inside, whose code is loaded when it is first opened. */
export function InsideSection() {
  const loaded = useSignal<{ readonly LookInside: ComponentType } | null>(null);
  const failed = useSignal(false);
  return (
    <details
      class="more inside-section"
      onToggle={({ currentTarget }) => {
        if (!currentTarget.open || loaded.value !== null) return;
        import('../inside/LookInside.js').then(
          (module) => {
            loaded.value = module;
          },
          () => {
            failed.value = true;
          },
        );
      }}
    >
      <summary>
        <h2>Look inside</h2>
      </summary>
      {failed.value && <p class="notice">This part could not be loaded. Check the connection and reload the page.</p>}
      {loaded.value !== null && <loaded.value.LookInside />}
    </details>
  );
}
