import { writeZip } from '../../src/formats/encodings/writeZip.js';
import type { ModelFiles } from '../reader/messages.js';

/**
 * Saves a model as a zip of a model folder, as `numerist read --model` and every other command
 * opens it.
 */
export function downloadModel(name: string, { configText, weights }: ModelFiles): void {
  const folder = name.replaceAll(/[^\w.-]+/g, '-');
  const pieces = writeZip([
    { path: `${folder}/config.json`, bytes: new TextEncoder().encode(configText) },
    { path: `${folder}/model.safetensors`, bytes: weights },
  ]);
  const zip = new Blob(pieces as Uint8Array<ArrayBuffer>[], { type: 'application/zip' });
  const link = document.createElement('a');
  link.href = URL.createObjectURL(zip);
  link.download = `${folder}.zip`;
  link.click();
  setTimeout(() => {
    URL.revokeObjectURL(link.href);
  }, 60_000);
}
