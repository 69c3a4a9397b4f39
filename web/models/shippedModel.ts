import type { ModelFiles } from '../reader/messages.js';

let fetched: Promise<ModelFiles> | null = null;

/**
 * The model served beside the page, fetched once. Rejects with Error if it cannot be loaded; the
 * next call then tries again.
 */
export function shippedModel(): Promise<ModelFiles> {
  fetched ??= fetchShipped().catch((error: unknown) => {
    fetched = null;
    throw error;
  });
  return fetched;
}

async function fetchShipped(): Promise<ModelFiles> {
  const folder = new URL('models/standard/', document.baseURI);
  const [config, weights] = await Promise.all(
    ['config.json', 'model.safetensors'].map(async (name) => {
      const response = await fetch(new URL(name, folder));
      if (!response.ok) throw new Error(`The model could not be loaded (status ${response.status}). Reload the page.`);
      return response;
    }),
  );
  return { configText: await config.text(), weights: new Uint8Array(await weights.arrayBuffer()) };
}
