import { datasetInMemory } from '../../src/datasets/inMemory.js';
import { parseModel } from '../../src/formats/native/modelFile.js';
import { inputLengthOf } from '../../src/ink/pipelines.js';
import { chooseEvaluationRows } from '../../src/workflows/evaluate/chooseEvaluationRows.js';
import { evaluateModel } from '../../src/workflows/evaluate/evaluateModel.js';
import { browserPlatform } from './browserPlatform.js';
import { PIPELINE } from './examples.js';
import { fetchMnist } from './fetchMnist.js';
import { loadExamples } from './loadExamples.js';
import type { Answers, LabCalls, LabStep } from './messages.js';

/**
 * A model's answers to the pictures of a source, and their evaluation. Reads the test part, or all
 * pictures if the source has no test part that the model has not learned from; reads all of the
 * user's own drawings. Throws Error for models with another pipeline.
 */
export async function evaluateExamples(
  { files, name, source }: LabCalls['evaluate']['request'],
  tell: (news: LabStep) => void,
): Promise<Answers> {
  const model = parseModel(files.configText, files.weights);
  if (model.config.preprocessing.pipeline !== PIPELINE) {
    throw new Error(`Only models for ${PIPELINE} pictures can be evaluated here: use numerist evaluate.`);
  }
  tell({ what: 'Loading pictures', done: 0, of: 1 });
  const examples = source === 'mnist' ? await fetchMnist('test') : await loadExamples(source);
  const dataset = datasetInMemory(examples, PIPELINE);
  const platform = browserPlatform();
  const part = source === 'hand' ? 'all' : 'test';
  const chosen = chooseEvaluationRows(platform, dataset, model.config.trainingData, part);
  const { result, predictions } = await evaluateModel(platform, model, name, dataset, chosen, {
    onProgress: (_, done, of) => {
      tell({ what: 'Reading pictures', done, of });
    },
  });
  const inputs = new Uint8Array(chosen.rows.length * inputLengthOf(PIPELINE));
  dataset.readInputs(chosen.rows, inputs);
  return { inputs, labels: predictions.labels, probabilities: predictions.probabilities, result };
}
