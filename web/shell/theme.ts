import { effect, signal } from '@preact/signals';

import { recall, remember } from './remember.js';

/** The colours of the page: `auto` follows the system. */
export type Theme = 'auto' | 'light' | 'dark';
const NEXT: Readonly<Record<Theme, Theme>> = { auto: 'light', light: 'dark', dark: 'auto' };

export const theme = signal<Theme>(recall<Theme>('theme', 'auto'));

effect(() => {
  if (theme.value === 'auto') delete document.documentElement.dataset.theme;
  else document.documentElement.dataset.theme = theme.value;
});

/** Switches to the next of auto, light and dark. */
export function turnTheme(): void {
  theme.value = NEXT[theme.value];
  remember('theme', theme.value);
}

/**
 * Calls `onChange` whenever the page's colours have changed. Returns a function that stops
 * listening.
 */
export function followTheme(onChange: () => void): () => void {
  const system = matchMedia('(prefers-color-scheme: dark)');
  const own = new MutationObserver(onChange);
  own.observe(document.documentElement, { attributes: true, attributeFilter: ['data-theme'] });
  system.addEventListener('change', onChange);
  return () => {
    own.disconnect();
    system.removeEventListener('change', onChange);
  };
}
