import { get } from '../store/database.js';
import { handExamples } from '../hand/handSet.js';
import type { LabelledInputs } from '../../src/datasets/inMemory.js';
import type { ExampleSource } from './examples.js';
import { fetchMnist } from './fetchMnist.js';

/**
 * All examples of a source; both parts of MNIST. Rejects with Error if there are none; the message
 * says what to do.
 */
export async function loadExamples(source: ExampleSource): Promise<LabelledInputs> {
  switch (source) {
    case 'mnist':
      return joined(await Promise.all([fetchMnist('train'), fetchMnist('test')]));
    case 'own': {
      const examples = await get<LabelledInputs>('data', 'own');
      if (examples === undefined) throw new Error('There are no pictures of your own yet: choose a zip or a folder.');
      return examples;
    }
    case 'hand': {
      const examples = await handExamples();
      if (examples.labels.length === 0) throw new Error('There are no drawings of yours yet: draw some in My hand.');
      return examples;
    }
  }
}

let mnist: LabelledInputs | null = null;

function joined([train, test]: readonly LabelledInputs[]): LabelledInputs {
  if (mnist !== null) return mnist;
  const [inputs, labels] = [
    new Uint8Array(train.inputs.length + test.inputs.length),
    new Uint8Array(train.labels.length + test.labels.length),
  ];
  inputs.set(train.inputs);
  inputs.set(test.inputs, train.inputs.length);
  labels.set(train.labels);
  labels.set(test.labels, train.labels.length);
  mnist = { name: 'mnist', inputs, labels, splits: [...(train.splits ?? []), ...(test.splits ?? [])] };
  return mnist;
}
