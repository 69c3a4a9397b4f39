import { classic } from '../../src/network/architecture.js';
import { pipelines } from '../../src/ink/pipelines.js';
import type { ModelConfig } from '../../src/formats/native/modelConfig.js';
import type { Model } from '../../src/formats/native/modelFile.js';
import { shapesOf } from '../../src/network/shapes.js';
import { createRandom } from '../../src/random.js';

/**
 * A classic network with random weights, which are the same for the same seed. It answers, but has
 * learned nothing.
 */
export function makeModel(changes: Partial<ModelConfig> = {}, seed = 1): Model {
  const config: ModelConfig = {
    architecture: classic,
    preprocessing: { pipeline: 'normalised', version: pipelines.normalised.version },
    labels: ['0', '1', '2', '3', '4', '5', '6', '7', '8', '9'],
    temperature: 1,
    trainingData: { source: 'mnist', fingerprint: 'ab12', validation: 0.1, test: 0, splitSeed: 3, n: 54000 },
    metrics: { val_accuracy: 0.5 },
    engine: 'exact',
    created: '2026-01-01T00:00:00.000Z',
    ...changes,
  };
  const random = createRandom(seed);
  const tensors = new Map<string, Float32Array>();
  for (const { name, shape } of shapesOf(config.architecture).flatMap((layer) => layer.parameters)) {
    const length = shape.reduce((a, b) => a * b, 1);
    const reach = 2 / Math.sqrt(length / shape[0]);
    tensors.set(
      name,
      Float32Array.from({ length }, () => (random.uniform() - 0.5) * reach),
    );
  }
  return { config, tensors };
}
