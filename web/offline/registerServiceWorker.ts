/**
 * Stores the app for offline use once the page has loaded. Does nothing if the browser has no
 * service workers.
 */
export function registerServiceWorker(): void {
  if (!('serviceWorker' in navigator)) return;
  const register = (): void => {
    navigator.serviceWorker.register(new URL('serviceWorker.js', document.baseURI)).catch((error: unknown) => {
      console.warn('The app cannot be stored for offline use.', error);
    });
  };
  if (document.readyState === 'complete') register();
  else addEventListener('load', register, { once: true });
}
