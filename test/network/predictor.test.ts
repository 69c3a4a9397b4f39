import { describe, expect, it } from 'vitest';
import { createReferenceKernels } from '../../src/kernels/reference/referenceKernels.js';
import { supportsRelaxed } from '../../src/kernels/wasm/supportsRelaxed.js';
import type { Architecture } from '../../src/network/architecture.js';
import { buildNetwork } from '../../src/network/network.js';
import { setTensors } from '../../src/network/parameters.js';
import { createPredictor, type PredictorOptions } from '../../src/network/predictor.js';
import { soloCrew } from '../../src/network/program.js';
import { expectClose } from '../support/expectClose.js';
import { flattened, madePictures, madeTensors, pooledGlobally } from '../support/madeNetworks.js';

const CLOSE = { atol: 1e-5, rtol: 1e-5 };
const predictorOf = (architecture: Architecture, options?: PredictorOptions) =>
  createPredictor(architecture, madeTensors(architecture), options);

/** The same network as it is written, layer by layer, in double precision. */
function referenceLogits(architecture: Architecture, inputs: Uint8Array, n: number): Float64Array {
  const kernels = createReferenceKernels({ precision: 'float64' });
  const network = buildNetwork(architecture, { kernels, batch: n });
  setTensors(network.parameters, madeTensors(architecture));
  network.inputs.set(inputs);
  network.run(network.predict, soloCrew(), n);
  return Float64Array.from(network.logits);
}

describe('createPredictor', () => {
  describe.each([20, 28, 33, 64])('on pictures of %i x %i', (side) => {
    it.each([pooledGlobally(side), flattened(side)])('answers as the reference, $name', (architecture) => {
      const inputs = madePictures(3, architecture.input);
      const expected = referenceLogits(architecture, inputs, 3);
      expect(Math.max(...expected.map(Math.abs))).toBeGreaterThan(0.1);
      for (const batch of [1, 2, 16]) {
        expectClose(`batch ${batch}`, predictorOf(architecture, { batch }).predict(inputs, 3), expected, CLOSE);
      }
    });
  });

  it('answers as the reference with relaxed multiply-add', () => {
    if (!supportsRelaxed()) {
      console.log('skipped: this engine has no relaxed SIMD');
      return;
    }
    const architecture = pooledGlobally(28);
    const inputs = madePictures(3, architecture.input);
    const predictor = predictorOf(architecture, { variant: 'relaxed' });
    expect(predictor.variant).toBe('relaxed');
    expectClose('logits', predictor.predict(inputs, 3), referenceLogits(architecture, inputs, 3), CLOSE);
  });

  it('accepts any width if the network pools globally', () => {
    const predictor = predictorOf(pooledGlobally(32));
    for (const width of [20, 57, 200]) {
      const architecture = pooledGlobally(32, width);
      const inputs = madePictures(2, architecture.input);
      expectClose(`${width}`, predictor.predict(inputs, 2, { width }), referenceLogits(architecture, inputs, 2), CLOSE);
    }
  });

  it('gives the same bits when a width returns after others', () => {
    const predictor = predictorOf(pooledGlobally(32));
    const widths = [32, 20, 21, 22, 23, 24, 25, 26, 27, 28, 29, 32, 20];
    const answers = widths.map((width) => predictor.predict(madePictures(1, [32, width]), 1, { width }));
    for (const [i, width] of widths.entries()) {
      const alone = predictorOf(pooledGlobally(32, width)).predict(madePictures(1, [32, width]), 1);
      expect(answers[i], `width ${width}`).toEqual(alone);
    }
    expect(predictor.predict(madePictures(1, [32, 32]), 1), 'the own width without being told').toEqual(answers[0]);
  });

  it('gives an image the same bits alone and among others', () => {
    const architecture = pooledGlobally(28);
    const inputs = madePictures(40, architecture.input);
    const together = predictorOf(architecture, { batch: 16 }).predict(inputs, 40);
    const predictor = predictorOf(architecture, { batch: 1 });
    for (const row of [0, 15, 16, 39]) {
      const alone = predictor.predict(inputs.subarray(row * 784, (row + 1) * 784), 1);
      expect(alone).toEqual(together.subarray(row * 10, (row + 1) * 10));
    }
  });

  it('writes to the given array, and only there', () => {
    const architecture = flattened(20);
    const inputs = madePictures(3, architecture.input);
    const predictor = predictorOf(architecture, { batch: 2 });
    const out = new Float32Array(40).fill(7);
    expect(predictor.predict(inputs, 3, { out })).toBe(out);
    expect(out.slice(0, 30)).toEqual(predictor.predict(inputs, 3));
    expect(out.slice(30)).toEqual(new Float32Array(10).fill(7));
    expect(predictor.predict(inputs, 0)).toEqual(new Float32Array(0));
  });

  it('refuses arguments that do not fit', () => {
    const architecture = flattened(20);
    const predictor = predictorOf(architecture);
    const inputs = madePictures(2, architecture.input);
    expect(() => predictor.predict(inputs, 3)).toThrow(
      new RangeError('predict: inputs must hold 3 x 400 bytes. Received 800.'),
    );
    expect(() => predictor.predict(inputs, 2, { out: new Float32Array(19) })).toThrow(
      new RangeError('predict: out must hold 2 x 10 numbers. Received 19.'),
    );
    expect(() => predictor.predict(inputs, 1, { width: 24 })).toThrow(
      'predict: width must be 20, because the network flattens its map (globalAveragePool takes any width). Received 24.',
    );
    expect(() => predictorOf(pooledGlobally(32)).predict(inputs, 1, { width: 2.5 })).toThrow(
      new RangeError('predict: width must be an integer above 0. Received 2.5.'),
    );
    expect(() => predictorOf(pooledGlobally(32)).predict(inputs, 1, { width: 3 })).toThrow('layer 10 (maxPool2d)');
    expect(predictor.predict(inputs, 1), 'still answers after a refusal').toEqual(
      predictorOf(architecture).predict(inputs, 1),
    );
    const tensors = madeTensors(architecture);
    tensors.delete('9.dense.bias');
    expect(() => createPredictor(architecture, tensors)).toThrow(
      new RangeError('tensor 9.dense.bias must have 10 values [10]. Received none.'),
    );
    expect(() => predictorOf({ ...architecture, input: [20, 20, 3] })).toThrow(
      new RangeError('architecture flattened: input must have one channel. Received 3.'),
    );
  });
});
