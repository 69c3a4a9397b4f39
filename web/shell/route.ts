import { signal } from '@preact/signals';

/** The views in the order of the navigation, by the name that the address shows. */
export const VIEWS = { read: 'Read', train: 'Train', evaluate: 'Evaluate', hand: 'My hand' } as const;
export type ViewName = keyof typeof VIEWS;

/** The view that the address names, `#train` for instance; back and forward work. */
export const view = signal<ViewName>(viewOf(location.hash));

addEventListener('hashchange', () => {
  view.value = viewOf(location.hash);
});

function viewOf(hash: string): ViewName {
  const name = hash.replace(/^#\/?/, '');
  return name in VIEWS ? (name as ViewName) : 'read';
}
