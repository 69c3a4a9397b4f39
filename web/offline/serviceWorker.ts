// Stores the app for offline use: the app itself at the first visit, MNIST when it is first
// requested. scripts/build/buildSite.js writes this script beside the page and fills in the version
// and the list of files.

/** The part of a service worker's global scope that this script uses. */
interface Scope {
  readonly registration: { readonly scope: string };
  readonly clients: { claim(): Promise<void> };
  addEventListener(type: 'install' | 'activate', listener: (event: Lasting) => void): void;
  addEventListener(type: 'fetch', listener: (event: FetchEvent) => void): void;
}
interface Lasting {
  waitUntil(done: Promise<unknown>): void;
}
interface FetchEvent extends Lasting {
  readonly request: Request;
  respondWith(response: Promise<Response>): void;
}

const scope = globalThis as unknown as Scope;
const VERSION = '%VERSION%';
const FILES = JSON.parse('%FILES%') as readonly string[];
const CACHE = `numerist-${VERSION}`;
/**
 * The cache of large files that do not change with the app; each is stored when first requested.
 */
const DATA = 'numerist-data';

scope.addEventListener('install', (event) => {
  const requests = FILES.map((file) => new Request(new URL(file, scope.registration.scope), { cache: 'no-cache' }));
  event.waitUntil(caches.open(CACHE).then((cache) => cache.addAll(requests)));
});

scope.addEventListener('activate', (event) => {
  event.waitUntil(forgetOldVersions().then(() => scope.clients.claim()));
});

scope.addEventListener('fetch', (event) => {
  const { request } = event;
  const url = new URL(request.url);
  const within = url.href.startsWith(scope.registration.scope);
  const path = url.pathname.slice(new URL(scope.registration.scope).pathname.length);
  if (request.method !== 'GET' || !within || path.startsWith('v1/')) return;
  event.respondWith(answer(request, path));
});

async function forgetOldVersions(): Promise<void> {
  const names = await caches.keys();
  const old = names.filter((name) => name.startsWith('numerist-') && name !== CACHE && name !== DATA);
  await Promise.all(old.map((name) => caches.delete(name)));
}

async function answer(request: Request, path: string): Promise<Response> {
  const name =
    request.mode === 'navigate' && !path.includes('.') ? new URL('./', scope.registration.scope).href : request.url;
  const kept = await caches.match(name, { ignoreVary: true });
  if (kept !== undefined) return isolated(kept);
  const response = await fetch(request);
  if (response.ok && path.startsWith('data/')) {
    const cache = await caches.open(DATA);
    await cache.put(request, response.clone());
  }
  return isolated(response);
}

/**
 * The response with the headers that make a page cross-origin isolated. From the second visit on,
 * they let the page train on all cores even if its host cannot send these headers.
 */
function isolated(response: Response): Response {
  if (response.status === 0 || response.headers.has('cross-origin-embedder-policy')) return response;
  const headers = new Headers(response.headers);
  headers.set('cross-origin-opener-policy', 'same-origin');
  headers.set('cross-origin-embedder-policy', 'require-corp');
  headers.set('cross-origin-resource-policy', 'same-origin');
  const { status, statusText } = response;
  return new Response(status === 204 || status === 304 ? null : response.body, { status, statusText, headers });
}
