import { inputLengthOf } from '../../src/ink/pipelines.js';
import { PIPELINE } from './examples.js';
import { normalised } from '../../src/ink/normalised.js';
import type { LabelledInputs } from '../../src/datasets/inMemory.js';

const fetched = new Map<'train' | 'test', Promise<LabelledInputs>>();

/**
 * MNIST as served beside the app: the 60,000 training pictures or the 10,000 test pictures as
 * network inputs. scripts/build/buildSite.js made them with the same pipeline. Rejects with Error
 * if they cannot be loaded; the next call then tries again.
 */
export function fetchMnist(part: 'train' | 'test'): Promise<LabelledInputs> {
  let examples = fetched.get(part);
  if (examples === undefined) {
    examples = load(part);
    fetched.set(part, examples);
    examples.catch(() => fetched.delete(part));
  }
  return examples;
}

async function load(part: 'train' | 'test'): Promise<LabelledInputs> {
  const name = `data/mnist-${part}-v${normalised.version}.gz`;
  // The address of a worker is that of its script, one folder below the page.
  const response = await fetch(new URL(`../${name}`, location.href));
  if (!response.ok || response.body === null) {
    throw new Error(
      `MNIST is not available here (${name}: status ${response.status}). Use a zip, a folder or drawings.`,
    );
  }
  const unpacked = response.body.pipeThrough(new DecompressionStream('gzip'));
  const bytes = new Uint8Array(await new Response(unpacked).arrayBuffer());
  const count = bytes.length / (1 + inputLengthOf(PIPELINE));
  if (!Number.isInteger(count)) throw new Error(`${name} is damaged. Reload the page.`);
  return {
    name: 'mnist',
    labels: bytes.subarray(0, count),
    inputs: bytes.subarray(count),
    splits: new Array<typeof part>(count).fill(part),
  };
}
