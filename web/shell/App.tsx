import { ReadView } from '../read/ReadView.js';
import { Icon } from './icons.js';
import { Lazy } from './Lazy.js';
import { view, VIEWS, type ViewName } from './route.js';
import { theme, turnTheme } from './theme.js';

const names = Object.keys(VIEWS) as ViewName[];

/** The whole page: the bar with the links to the views, and the view that is shown. */
export function App() {
  const shown = view.value;
  return (
    <>
      <a class="skip" href="#main" onClick={skip}>
        Skip to content
      </a>
      <header class="bar">
        <a class="brand" href="#read" aria-label="Numerist, start page">
          <svg viewBox="0 0 32 32" aria-hidden="true">
            <path d="M9 24V9l13 14V8" />
          </svg>
          <span>Numerist</span>
        </a>
        <nav aria-label="Views">
          {names.map((name) => (
            <a key={name} href={`#${name}`} aria-current={name === shown ? 'page' : undefined}>
              <Icon name={name} />
              <span>{VIEWS[name]}</span>
            </a>
          ))}
        </nav>
        <button type="button" class="theme" onClick={turnTheme} aria-label={`Colours: ${theme.value}. Change`}>
          <Icon name="theme" />
          <span>{theme.value}</span>
        </button>
      </header>
      <main id="main" tabIndex={-1}>
        <Shown name={shown} />
      </main>
      <footer class="foot">
        <p>Images stay on this device. No cookies, no trackers, works offline.</p>
      </footer>
    </>
  );
}

function Shown({ name }: { readonly name: ViewName }) {
  switch (name) {
    case 'read':
      return <ReadView />;
    default:
      return <Lazy key={name} view={name} />;
  }
}

/**
 * Jumps to the content by script: a real link to #main would change the address, which names the
 * view.
 */
function skip(event: Event): void {
  event.preventDefault();
  document.getElementById('main')?.focus();
}
