import { expect, it } from 'vitest';

import { parseModel, serialiseModel } from '../../src/formats/native/modelFile.js';
import type { Architecture, LayerSpec } from '../../src/network/architecture.js';
import { layerTypes } from '../../src/network/layers/layerDefinitions.js';
import { createPredictor } from '../../src/network/predictor.js';
import { shapesOf } from '../../src/network/shapes.js';
import { makeModel } from '../support/madeModel.js';
import { madePictures, madeTensors } from '../support/madeNetworks.js';

/** One layer of each type. Add a new type here: the compiler asks for it. */
const samples: { readonly [T in LayerSpec['type']]: Extract<LayerSpec, { readonly type: T }> } = {
  conv2d: { type: 'conv2d', filters: 3, size: 1 },
  batchNorm: { type: 'batchNorm' },
  relu: { type: 'relu' },
  maxPool2d: { type: 'maxPool2d' },
  dropout: { type: 'dropout', rate: 0.25 },
  flatten: { type: 'flatten' },
  globalAveragePool: { type: 'globalAveragePool' },
  dense: { type: 'dense', units: 7 },
};

/** The layer behind a convolution, and what has to stand around it to end in ten logits. */
function networkWith(layer: LayerSpec): Architecture {
  const before: LayerSpec[] = [{ type: 'conv2d', filters: 4, size: 3 }];
  if (layer.type === 'dense') before.push({ type: 'flatten' });
  const body: Architecture = { name: layer.type, input: [28, 28, 1], layers: [...before, layer] };
  const after: LayerSpec[] = [{ type: 'dense', units: 10 }];
  if (shapesOf(body).at(-1)?.output.length === 3) after.unshift({ type: 'flatten' });
  return { ...body, layers: [...body.layers, ...after] };
}

it.each(layerTypes)('a model with a %s layer is saved, loaded, and answers the same', (type) => {
  const architecture = networkWith(samples[type]);
  const model = { ...makeModel({ architecture }), tensors: madeTensors(architecture) };
  const files = serialiseModel(model);
  const loaded = parseModel(files.configText, files.weights);
  expect(loaded).toEqual(model);

  const inputs = madePictures(3, architecture.input);
  const before = createPredictor(architecture, model.tensors).predict(inputs, 3);
  const after = createPredictor(loaded.config.architecture, loaded.tensors).predict(inputs, 3);
  expect(new Set(before).size).toBeGreaterThan(10);
  expect(after).toEqual(before);
});
