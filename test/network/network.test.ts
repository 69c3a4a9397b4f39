import { existsSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import type { Dataset } from '../../src/datasets/dataset.js';
import type { Floats, Kernels } from '../../src/kernels/kernels.js';
import { createReferenceKernels } from '../../src/kernels/reference/referenceKernels.js';
import { wasmGradients } from '../../src/kernels/wasm/wasmGradients.js';
import { createWasmKernels } from '../../src/kernels/wasm/wasmKernels.js';
import type { Architecture, LayerSpec } from '../../src/network/architecture.js';
import { ConfigField } from '../../src/formats/native/configField.js';
import { layerTable } from '../../src/network/layerTable.js';
import { buildNetwork } from '../../src/network/network.js';
import { setTensors } from '../../src/network/parameters.js';
import { soloCrew } from '../../src/network/program.js';
import { readArchitecture } from '../../src/formats/native/readArchitecture.js';
import { shapesOf } from '../../src/network/shapes.js';
import type { Launch } from '../../src/training/engine.js';
import { adamDefaults } from '../../src/training/optimiser.js';
import { createTrainer } from '../../src/training/trainer.js';
import { expectClose } from '../support/expectClose.js';
import { flattened, madePictures, madeTensors, pooledGlobally } from '../support/madeNetworks.js';

/** One training step's loss and gradient, summed over the slices of a batch of n. */
function step(architecture: Architecture, kernels: Kernels, n: number): { loss: number; gradient: Float64Array } {
  const network = buildNetwork(architecture, { kernels, batch: n, sliceSize: 2, training: true });
  setTensors(network.parameters, madeTensors(architecture));
  network.inputs.set(madePictures(n, architecture.input));
  network.labels.set(Array.from({ length: n }, (_, i) => i % 10));
  network.count[0] = n;
  network.run(network.train, soloCrew(), n);
  const { sliceGradients, length } = network.parameters;
  const gradient = new Float64Array(length);
  for (let i = 0; i < sliceGradients.length; i++) gradient[i % length] += sliceGradients[i];
  return { loss: network.results.reduce((sum, value, i) => (i % 2 === 0 ? sum + value : sum), 0), gradient };
}

function wasmKernels(): Kernels {
  const memory = new WebAssembly.Memory({ initial: 1200, maximum: 1200 });
  return createWasmKernels({ memory, shared: false, thread: 0, threads: 1 }, wasmGradients);
}

function expectStepOfReference(architecture: Architecture, n: number): void {
  const actual = step(architecture, wasmKernels(), n);
  const expected = step(architecture, createReferenceKernels({ precision: 'float64' }), n);
  const largest = expected.gradient.reduce((most, value) => Math.max(most, Math.abs(value)), 0);
  expect(largest).toBeGreaterThan(1e-2);
  expectClose('loss', [actual.loss], [expected.loss], { atol: 0, rtol: 1e-5 });
  expectClose('gradient', actual.gradient, expected.gradient, { atol: 2e-5 * largest, rtol: 1e-4 });
}

describe('a training step of every kind of network', () => {
  describe.each([20, 28, 33])('on pictures of %i x %i', (side) => {
    it.each([pooledGlobally(side), flattened(side)])('has the gradient of the reference, $name', (architecture) => {
      expectStepOfReference(architecture, 3);
    });
  });

  it('has the gradient of the reference on pictures that are wide', () => {
    expectStepOfReference(pooledGlobally(32, 100), 2);
  });

  it('has the gradient of the reference at 64 x 64 with 64 filters behind four', () => {
    const conv = (filters: number): LayerSpec => ({ type: 'conv2d', filters, size: 3 });
    const [relu, pool]: LayerSpec[] = [{ type: 'relu' }, { type: 'maxPool2d' }];
    expectStepOfReference(
      {
        name: 'large maps',
        input: [64, 64, 1],
        layers: [
          ...[conv(4), relu, conv(64), relu, pool],
          ...[conv(8), relu, pool, { type: 'globalAveragePool' } as const, { type: 'dense', units: 10 } as const],
        ],
      },
      1,
    );
  });
});

const built = new URL('../../dist/node/threads/launchWorker.js', import.meta.url);
const SIDE = 20;
const N = 60;

/** The tensors after two epochs on made pictures, dropout and all. */
async function train(threads: number): Promise<ReadonlyMap<string, Floats>> {
  const { launchWorker } = (await import(built.href)) as { launchWorker: Launch };
  const { layers, ...architecture } = pooledGlobally(SIDE);
  const pictures = madePictures(N, architecture.input);
  const data: Pick<Dataset, 'labels' | 'readInputs'> = {
    labels: Uint8Array.from({ length: N }, (_, i) => i % 10),
    readInputs(rows, out) {
      const size = SIDE * SIDE;
      for (let i = 0; i < rows.length; i++) out.set(pictures.subarray(rows[i] * size, (rows[i] + 1) * size), i * size);
    },
  };
  const trainer = createTrainer({
    recipe: {
      architecture: {
        ...architecture,
        layers: [...layers.slice(0, -1), { type: 'dropout', rate: 0.2 }, ...layers.slice(-1)],
      },
      ...{ epochs: 2, batch: 40, seed: 3, patience: null, optimiser: adamDefaults },
      schedule: { type: 'constant', rate: 0.003 },
    },
    ...{ data, threads, launch: launchWorker },
    trainRows: Uint32Array.from({ length: N }, (_, i) => i),
    validationRows: new Uint32Array(0),
  });
  try {
    while (trainer.progress.next().done !== true);
    return trainer.state().tensors;
  } finally {
    trainer.close();
  }
}

describe('an architecture that pools globally', () => {
  const architecture = pooledGlobally(28);

  it('is read from a config.json as it was written', () => {
    const written: unknown = JSON.parse(JSON.stringify(architecture));
    expect(readArchitecture(new ConfigField(written))).toEqual(architecture);
  });

  it('has the shapes and the name that Keras gives them', () => {
    const row = layerTable(architecture).layers.find(({ type }) => type === 'GlobalAveragePooling2D');
    expect(row).toEqual({
      ...{ name: '13.globalAveragePool', type: 'GlobalAveragePooling2D' },
      ...{ output: [20], parameters: 0, multiplyAdds: 0 },
    });
    const twice = { ...architecture, layers: [...architecture.layers, { type: 'globalAveragePool' } as const] };
    expect(() => shapesOf(twice)).toThrow(
      'layer 17 (globalAveragePool): input must be a map [height, width, channels]. Received an input of [10].',
    );
  });
});

describe('training a network that pools globally', () => {
  it('gives the same bits on one thread and on two', async () => {
    if (!existsSync(built)) {
      console.log('skipped: dist is not built');
      return;
    }
    const one = await train(1);
    expect(await train(2)).toEqual(one);
    expect(one.get('14.dense.bias')?.some((value) => value !== 0)).toBe(true);
  });
});
