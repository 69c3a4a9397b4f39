import { digitProbabilities } from '../../src/digits/digitProbabilities.js';
import { parseModel } from '../../src/formats/native/modelFile.js';
import { INPUT_LENGTH } from '../../src/ink/pipeline.js';
import { partsOf, readInputs } from './examples.js';
import { fetchMnist } from './fetchMnist.js';
import { loadExamples } from './loadExamples.js';
import type { Answers, LabCalls, Step } from './messages.js';
import { predictExamples } from './predictExamples.js';

/** Seed of the draw of test rows, where the source names none: that of training's default, so that they are not those of training. */
const SEED = 1;

/** A model's answers to the test pictures of a source; of one's own drawings all are taken. */
export async function evaluateModel(
  { files, source }: LabCalls['evaluate']['request'],
  tell: (news: Step) => void,
): Promise<Answers> {
  const { config, tensors } = parseModel(files.configText, files.weights);
  if (config.preprocessing.pipeline !== 'normalised') {
    throw new Error('Only models for normalised pictures can be measured here: use numerist evaluate.');
  }
  tell({ what: 'Loading pictures', done: 0, of: 1 });
  const examples = source === 'mnist' ? await fetchMnist('test') : await loadExamples(source);
  const all = Uint32Array.from(examples.labels.keys());
  const rows = source === 'own' ? partsOf(examples, SEED).test : all;
  const logits = await predictExamples({ architecture: config.architecture, tensors }, examples, rows, {
    onProgress: (done) => {
      tell({ what: 'Reading pictures', done, of: rows.length });
    },
  });
  const inputs = new Uint8Array(rows.length * INPUT_LENGTH);
  readInputs(examples, rows, inputs);
  return {
    ...{ name: examples.name, inputs, labels: Uint8Array.from(rows, (row) => examples.labels[row]) },
    probabilities: digitProbabilities(logits, config.labels.length, config),
  };
}
