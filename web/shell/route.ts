import { signal } from '@preact/signals';

/** The titles of the views by the names used in the address, in the order of the navigation. */
export const VIEWS = { read: 'Read', train: 'Train', evaluate: 'Evaluate', hand: 'My hand' } as const;
export type ViewName = keyof typeof VIEWS;

/** The view named by the address, for example `#train`; follows the browser's back and forward. */
export const view = signal<ViewName>(viewOf(location.hash));

addEventListener('hashchange', () => {
  view.value = viewOf(location.hash);
});

function viewOf(hash: string): ViewName {
  const name = hash.replace(/^#\/?/, '');
  return name in VIEWS ? (name as ViewName) : 'read';
}
