import { render } from 'preact';

import { App } from './shell/App.js';
import { registerServiceWorker } from './offline/registerServiceWorker.js';

const root = document.getElementById('app');
if (root === null) throw new Error('the page has no element with the id "app".');
render(<App />, root);
registerServiceWorker();
