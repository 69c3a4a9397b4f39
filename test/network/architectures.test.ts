import { describe, expect, it } from 'vitest';
import { architectures } from '../../src/network/architecture.js';
import { foldBatchNorm } from '../../src/network/foldBatchNorm.js';
import { layerTable } from '../../src/network/layerTable.js';
import { copyTensors } from '../../src/network/parameters.js';
import { createPredictor } from '../../src/network/predictor.js';
import { createEngine } from '../../src/training/engine.js';
import { initialise } from '../../src/training/initialise.js';
import { adamDefaults } from '../../src/training/optimiser.js';
import { expectClose } from '../support/expectClose.js';
import { labels, pictures } from '../golden/pytorchFormula.js';

describe('architectures', () => {
  it.each([
    ['standard', 169_410, 15_083_392],
    ['large', 297_338, 27_357_440],
    ['small', 19_650, 2_401_528],
  ])('%s has %i parameters and %i multiply-adds', (name, parameters, multiplyAdds) => {
    const table = layerTable(architectures[name]);
    expect([table.trainable + table.nonTrainable, table.multiplyAdds]).toEqual([parameters, multiplyAdds]);
  });

  it.each(['standard', 'large', 'small'])(
    '%s learns, and answers folded in a predictor as it did in training',
    (name) => {
      const architecture = architectures[name];
      const N = 32;
      const engine = createEngine({ architecture, batch: N, optimiser: adamDefaults, seed: 1, threads: 1 });
      const { network } = engine;
      initialise(network.parameters, 1);
      const images = pictures(0, N);
      network.inputs.set(images);
      network.labels.set(labels(0, N));
      const losses = [1, 2, 3, 4, 5, 6].map((step) => engine.train(N, { step, rate: 0.003, epoch: 1 }).loss);
      expect(losses[5]).toBeLessThan(losses[0] / 2);
      engine.measure(N, 1, { epoch: 1 });
      engine.predict(N);
      const tensors = copyTensors(network.parameters);
      const answers = createPredictor(architecture, tensors).predict(images, N);
      expectClose('logits', answers, network.logits, { atol: 1e-4, rtol: 1e-4 });
      expect(foldBatchNorm(architecture, tensors).architecture.layers.map(({ type }) => type)).not.toContain(
        'batchNorm',
      );
    },
  );
});
