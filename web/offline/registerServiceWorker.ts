/** Keeps the app for use offline, once the page has loaded; where the browser has no such thing, nothing happens. */
export function registerServiceWorker(): void {
  if (!('serviceWorker' in navigator)) return;
  const register = (): void => {
    navigator.serviceWorker.register(new URL('serviceWorker.js', document.baseURI)).catch((error: unknown) => {
      console.warn('The app cannot be kept for use offline.', error);
    });
  };
  if (document.readyState === 'complete') register();
  else addEventListener('load', register, { once: true });
}
