import { describe, expect, it } from 'vitest';
import { createReferenceKernels } from '../../src/kernels/reference/referenceKernels.js';
import { classic } from '../../src/network/architecture.js';
import { foldBatchNorm, type FoldedNetwork } from '../../src/network/foldBatchNorm.js';
import { buildNetwork } from '../../src/network/network.js';
import { setTensors } from '../../src/network/parameters.js';
import { soloCrew } from '../../src/network/program.js';
import { expectClose } from '../support/expectClose.js';
import { madePictures, madeTensors, pooledGlobally } from '../support/madeNetworks.js';

function logitsOf({ architecture, tensors }: FoldedNetwork): Float64Array {
  const network = buildNetwork(architecture, { kernels: createReferenceKernels({ precision: 'float64' }), batch: 4 });
  setTensors(network.parameters, tensors);
  network.inputs.set(madePictures(4, architecture.input));
  network.run(network.predict, soloCrew(), 4);
  return Float64Array.from(network.logits);
}

describe('foldBatchNorm', () => {
  it('gives the same logits with fewer layers', () => {
    const architecture = pooledGlobally(20);
    const tensors = madeTensors(architecture);
    const folded = foldBatchNorm(architecture, tensors);
    const types = folded.architecture.layers.map(({ type }) => type);
    expect(types).toEqual(architecture.layers.map(({ type }) => type).filter((type) => type !== 'batchNorm'));
    expect([architecture.layers.length, types.length]).toEqual([17, 14]);
    expect(folded.tensors.size).toBe(tensors.size - 3 * 4);
    expectClose('logits', logitsOf(folded), logitsOf({ architecture, tensors }), { atol: 1e-6, rtol: 1e-5 });
  });

  it('folds by hand: weight 2, bias 1, normalised by mean 3, variance 9e-5, gamma 6, beta 5', () => {
    const { architecture, tensors } = foldBatchNorm(
      { name: 'one', input: [1, 1, 1], layers: [{ type: 'conv2d', filters: 1, size: 1 }, { type: 'batchNorm' }] },
      new Map(
        Object.entries({
          ...{ '0.conv2d.weight': [2], '0.conv2d.bias': [1], '1.batchNorm.weight': [6], '1.batchNorm.bias': [5] },
          ...{ '1.batchNorm.mean': [3], '1.batchNorm.variance': [9e-5] },
        }).map(([name, values]) => [name, Float32Array.from(values)]),
      ),
    );
    expect(architecture.layers).toEqual([{ type: 'conv2d', filters: 1, size: 1 }]);
    expectClose('weight', tensors.get('0.conv2d.weight') ?? [], [1200], { atol: 0, rtol: 1e-6 }); // 2 * 6 / 0.01
    expectClose('bias', tensors.get('0.conv2d.bias') ?? [], [-1195], { atol: 0, rtol: 1e-6 });
  });

  it('does not change its arguments, or a network without batch normalisation', () => {
    const architecture = pooledGlobally(20);
    const tensors = madeTensors(architecture);
    foldBatchNorm(architecture, tensors);
    expect(tensors).toEqual(madeTensors(architecture));
    const weights = madeTensors(classic);
    const unchanged = foldBatchNorm(classic, weights);
    expect(unchanged.architecture).toEqual(classic);
    for (const [name, tensor] of weights) expect(unchanged.tensors.get(name), name).toBe(tensor);
  });

  it('keeps a batch normalisation that does not follow a convolution', () => {
    const architecture = {
      ...pooledGlobally(20),
      layers: [
        { type: 'maxPool2d' },
        { type: 'batchNorm' },
        { type: 'conv2d', filters: 4, size: 3 },
        { type: 'batchNorm' },
        { type: 'batchNorm' },
        { type: 'globalAveragePool' },
      ],
    } as const;
    const tensors = madeTensors(architecture);
    const folded = foldBatchNorm(architecture, tensors);
    expect(folded.architecture.layers.map(({ type }) => type).join()).toBe(
      'maxPool2d,batchNorm,conv2d,batchNorm,globalAveragePool',
    );
    expect(folded.tensors.get('3.batchNorm.mean')).toBe(tensors.get('4.batchNorm.mean'));
  });

  it('refuses tensors that do not fit', () => {
    const architecture = pooledGlobally(20);
    const tensors = madeTensors(architecture);
    tensors.set('1.batchNorm.variance', new Float32Array(7));
    expect(() => foldBatchNorm(architecture, tensors)).toThrow(
      new RangeError('tensor 1.batchNorm.variance must have 8 values [8]. Received 7.'),
    );
  });
});
