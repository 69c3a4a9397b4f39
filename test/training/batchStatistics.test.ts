import { describe, expect, it } from 'vitest';
import type { Architecture } from '../../src/network/architecture.js';
import { foldBatchNorm } from '../../src/network/foldBatchNorm.js';
import { copyTensors, setTensors } from '../../src/network/parameters.js';
import { createEngine, type Engine } from '../../src/training/engine.js';
import { initialise } from '../../src/training/initialise.js';
import { adamDefaults } from '../../src/training/optimiser.js';
import { expectClose } from '../support/expectClose.js';
import { pictures } from '../golden/pytorchFormula.js';

/**
 * A batch normalisation after a convolution, into which it can be folded, and one that cannot be
 * folded.
 */
const architecture: Architecture = {
  name: 'normalised twice',
  input: [28, 28, 1],
  layers: [
    { type: 'conv2d', filters: 4, size: 3 },
    { type: 'batchNorm' },
    { type: 'relu' },
    { type: 'maxPool2d' },
    { type: 'batchNorm' },
    { type: 'flatten' },
    { type: 'dense', units: 10 },
  ],
};
const N = 48;
const images = pictures(0, N);
const engineFor = (training: boolean): Engine => {
  const optimiser = training ? adamDefaults : null;
  const engine = createEngine({ architecture, batch: N, optimiser, seed: 1, threads: 1 });
  if (training) initialise(engine.network.parameters, 3);
  engine.network.inputs.set(images);
  return engine;
};

describe('batch normalisation', () => {
  it('gives every slice its own answer in a network that only predicts', () => {
    const trained = engineFor(true);
    trained.train(N, { step: 1, rate: 0.01, epoch: 1 });
    trained.network.inputs.set(images);
    trained.predict(N);
    const plain = engineFor(false);
    setTensors(plain.network.parameters, copyTensors(trained.network.parameters));
    plain.predict(N);
    expect(plain.network.logits).toEqual(trained.network.logits);
    expect(foldBatchNorm(architecture, copyTensors(trained.network.parameters)).tensors.size).toBe(8);
  });

  it('measures the mean of the statistics of the batches; a new first batch discards earlier ones', () => {
    const engine = engineFor(true);
    const { parameters } = engine.network;
    const statisticsOf = (first: number, n: number, batch: number): Float32Array => {
      engine.network.inputs.set(images.subarray(first * 784, (first + n) * 784));
      engine.measure(n, batch, { epoch: 1 });
      return Float32Array.from(
        ['mean', 'variance'].flatMap((what) => [...parameters.named(`1.batchNorm.${what}`).value]),
      );
    };
    const before = copyTensors(parameters).get('0.conv2d.weight');
    const alone = [statisticsOf(0, 16, 1), statisticsOf(16, 16, 1), statisticsOf(32, 16, 1)];
    statisticsOf(0, 16, 1);
    statisticsOf(16, 16, 2);
    const together = statisticsOf(32, 16, 3);
    const mean = alone[0].map((_, i) => (alone[0][i] + alone[1][i] + alone[2][i]) / 3);
    expectClose('statistics', together, mean, { atol: 1e-7, rtol: 1e-6 });
    expect(alone[0]).not.toEqual(alone[1]);
    expect(copyTensors(parameters).get('0.conv2d.weight')).toEqual(before);

    // The convolution's output for the first 16 pictures, computed by hand.
    const [weight, bias] = ['weight', 'bias'].map((what) => parameters.named(`0.conv2d.${what}`).value);
    let [sum, squares] = [0, 0];
    for (let i = 0; i < 16; i++) {
      for (let y = 0; y < 28; y++) {
        for (let x = 0; x < 28; x++) {
          let value = bias[0];
          for (let tap = 0; tap < 9; tap++) {
            const [row, column] = [y + Math.floor(tap / 3) - 1, x + (tap % 3) - 1];
            const inside = row >= 0 && row < 28 && column >= 0 && column < 28;
            if (inside) value += (weight[tap] * images[i * 784 + row * 28 + column]) / 255;
          }
          sum += value;
          squares += value * value;
        }
      }
    }
    const cells = 16 * 784;
    expect(alone[0][0]).toBeCloseTo(sum / cells, 5);
    expect(alone[0][4]).toBeCloseTo((squares - (sum * sum) / cells) / (cells - 1), 5);
  });
});
