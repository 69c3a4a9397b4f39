import { copyFileSync, cpSync, mkdirSync, readdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';

import { describe, expect, it } from 'vitest';

import { ModelFileError } from '../../src/errors.js';
import type { LayerSpec } from '../../src/network/architecture.js';
import { parseModel, serialiseModel } from '../../src/formats/native/modelFile.js';
import { readSafetensors, writeSafetensors, type Tensor } from '../../src/formats/encodings/safetensors.js';
import { loadModel } from '../../src/node/models/loadModel.js';
import { saveModel } from '../../src/node/models/saveModel.js';
import { temporaryFolder } from '../support/datasetFixtures.js';
import { makeModel } from '../support/madeModel.js';

const model = makeModel({ temperature: 1.25 });
const { configText, weights } = serialiseModel(model);

/**
 * The config with some JSON put in its place: `changed('labels', [])`,
 * `changed('architecture.layers.0.size', 5)`.
 */
function changed(path: string, value: unknown): string {
  const config = JSON.parse(configText) as Record<string, unknown>;
  const names = path.split('.');
  const last = names.pop() ?? '';
  let parent = config;
  for (const name of names) parent = parent[name] as Record<string, unknown>;
  if (value === undefined) Reflect.deleteProperty(parent, last);
  else parent[last] = value;
  return JSON.stringify(config);
}

function withTensors(change: (tensors: Map<string, Tensor>) => void): Uint8Array {
  const tensors = new Map(readSafetensors(weights).tensors);
  change(tensors);
  return writeSafetensors({ tensors, metadata: {} });
}

const CALIBRATED = { data: 'x', n: 10, level: 0.95, points: [{ confidence: 0.5, answered: 9, errors: 0 }] };

describe('parseModel', () => {
  it('returns the model that was serialised', () => {
    expect(parseModel(configText, weights)).toEqual(model);
  });

  it('reads a calibrated network that knows what is not a digit', () => {
    const { architecture } = model.config;
    const domains = [{ name: 'cells', n: 8, wrong: 2, missed: 1, answered: [7], errors: [1] }];
    const doubting = makeModel({
      architecture: { ...architecture, layers: [...architecture.layers.slice(0, -1), { type: 'dense', units: 11 }] },
      labels: [...model.config.labels, 'not a digit'],
      notDigitBias: -1.5,
      calibration: { data: 'made', n: 9, level: 0.9, points: [{ confidence: 0.5, answered: 9, errors: 1 }], domains },
    });
    const files = serialiseModel(doubting);
    expect(parseModel(files.configText, files.weights)).toEqual(doubting);
  });

  it('reads an architecture with every kind of layer', () => {
    const layers: LayerSpec[] = [
      { type: 'conv2d', filters: 2, size: 1 },
      { type: 'batchNorm' },
      { type: 'relu' },
      { type: 'maxPool2d' },
      { type: 'dropout', rate: 0.25 },
      { type: 'flatten' },
      { type: 'dense', units: 10 },
    ];
    const other = makeModel({ architecture: { name: 'other', input: [28, 28, 1], layers }, trainingData: null });
    const files = serialiseModel(other);
    expect(parseModel(files.configText, files.weights)).toEqual(other);
    expect([...other.tensors.keys()]).toContain('1.batchNorm.variance');
  });

  it.each<[string, unknown, string]>([
    ['format', 'gguf', 'config.json: format must be "numerist-model". Received "gguf".'],
    ['version', 2, 'config.json: version must be 1. Received 2.'],
    ['architecture', undefined, 'config.json: architecture must be an object. Received nothing.'],
    ['architecture.input', [28, 28], 'config.json: architecture.input must be [height, width, 1]. Received [28,28].'],
    ['architecture.input', [28, 28, 3], 'config.json: architecture.input[2] must be 1. Received 3.'],
    ['architecture.input', [0, 28, 1], 'config.json: architecture.input[0] must be a whole number from 1. Received 0.'],
    ['architecture.input', [28, 1e6, 1], 'config.json: architecture.input[1] must be at most 1024. Received 1000000.'],
    [
      'architecture.input',
      [32, 28, 1],
      'config.json: architecture.input must be [28, 28, 1], the input that normalised makes. Received [32,28,1].',
    ],
    ['architecture.layers', {}, 'config.json: architecture.layers must be an array. Received {}.'],
    ['architecture.layers', [], 'config.json: architecture must end in 10 logits. Received [28, 28, 1].'],
    [
      'architecture.layers.0.type',
      'lstm',
      'config.json: architecture.layers[0].type must be "conv2d" or "batchNorm" or',
    ],
    ['architecture.layers.0.size', 5, 'config.json: architecture.layers[0].size must be 1 or 3. Received 5.'],
    [
      'architecture.layers.0.filters',
      0,
      'config.json: architecture.layers[0].filters must be a whole number from 1. Received 0.',
    ],
    [
      'architecture.layers.0.filters',
      1e9,
      'config.json: architecture.layers[0].filters must be at most 4096. Received 1000000000.',
    ],
    [
      'architecture.layers.0.filters',
      8,
      'model file: tensor 0.conv2d.weight: must have the shape [8, 3, 3, 1]. Received [64, 3, 3, 1].',
    ],
    ['architecture.layers.12', { type: 'relu' }, 'config.json: architecture: layer 13 (dense): input must be flat'],
    ['architecture.layers.15.units', 11, 'config.json: architecture must end in 10 logits. Received [11].'],
    [
      'architecture.layers.14',
      { type: 'dropout', rate: 1 },
      'config.json: architecture.layers[14].rate must be at least 0 and below 1. Received 1.',
    ],
    [
      'preprocessing.pipeline',
      'magic',
      'config.json: preprocessing.pipeline must be "classic" or "normalised". Received "magic".',
    ],
    ['preprocessing.version', 99, 'config.json: preprocessing.version must be'],
    [
      'labels',
      ['0', '1'],
      'config.json: labels must be ["0","1","2","3","4","5","6","7","8","9"], or these and "not a digit". Received ["0","1"].',
    ],
    ['temperature', 0, 'config.json: temperature must be above 0. Received 0.'],
    ['temperature', '1', 'config.json: temperature must be a finite number. Received "1".'],
    ['notDigitBias', 'none', 'config.json: notDigitBias must be a finite number. Received "none".'],
    ['calibration', [], 'config.json: calibration must be an object. Received [].'],
    [
      'calibration',
      { data: 'x', n: 10, level: 0.95, points: [{ confidence: 0.5, answered: 11, errors: 0 }] },
      'config.json: calibration.points[0].answered must be at most n, 10. Received 11.',
    ],
    [
      'calibration',
      { data: 'x', n: 10, level: 0.95, points: [{ confidence: 0.5, answered: 3, errors: 4 }] },
      'config.json: calibration.points[0].errors must be at most answered, 3. Received 4.',
    ],
    [
      'calibration',
      { ...CALIBRATED, domains: [{ name: 'a', n: 9, wrong: 0, missed: 0, answered: [3, 4], errors: [0] }] },
      'config.json: calibration.domains[0].answered must have one count per point, 1. Received [3,4].',
    ],
    [
      'calibration',
      { ...CALIBRATED, domains: [{ name: 'a', n: 9, wrong: 0, missed: 0, answered: [10], errors: [0] }] },
      'config.json: calibration.domains[0].answered must rise, to at most n, 9. Received [10].',
    ],
    [
      'calibration',
      { ...CALIBRATED, domains: [{ name: 'a', n: 9, wrong: 0, missed: 0, answered: [3], errors: [4] }] },
      'config.json: calibration.domains[0].errors must be at most answered, point by point. Received [4].',
    ],
    ['trainingData.made', { n: 3 }, 'config.json: trainingData.made.forms must be'],
    ['trainingData', undefined, 'config.json: trainingData must be an object. Received nothing.'],
    ['trainingData.n', 1.5, 'config.json: trainingData.n must be a whole number from 0. Received 1.5.'],
    ['metrics', { accuracy: 'good' }, 'config.json: metrics.accuracy must be a finite number. Received "good".'],
    ['engine', 7, 'config.json: engine must be a string. Received 7.'],
  ])('refuses a config with another %s: %j', (path, value, message) => {
    const parse = (): unknown => parseModel(changed(path, value), weights);
    expect(parse).toThrow(ModelFileError);
    expect(parse).toThrow(message);
  });

  it('refuses a config that is not JSON or has a duplicate key', () => {
    expect(() => parseModel(configText.slice(0, 100), weights)).toThrow(ModelFileError);
    expect(() => parseModel('{"format":"a","format":"b"}', weights)).toThrow('config.json: format must occur once');
  });

  it('refuses tensors that do not fit the architecture', () => {
    const missing = withTensors((tensors) => tensors.delete('13.dense.bias'));
    expect(() => parseModel(configText, missing)).toThrow(
      new ModelFileError('model file: tensor 13.dense.bias: must have the shape [64]. Received no such tensor.'),
    );
    const unknown = withTensors((tensors) => tensors.set('99.extra', { shape: [0], data: new Float32Array() }));
    expect(() => parseModel(configText, unknown)).toThrow('Received 99.extra too.');
    const reshaped = withTensors((tensors) =>
      tensors.set('13.dense.bias', { shape: [8, 8], data: new Float32Array(64) }),
    );
    expect(() => parseModel(configText, reshaped)).toThrow('must have the shape [64]. Received [8, 8].');
  });

  it('does not serialise a model that lacks a tensor', () => {
    const tensors = new Map(model.tensors);
    tensors.delete('0.conv2d.bias');
    expect(() => serialiseModel({ ...model, tensors })).toThrow(RangeError);
  });
});

describe('a model on disk', () => {
  const folder = temporaryFolder();
  const path = join(folder, 'runs/one/model');
  saveModel(path, model);

  it.each([
    ['a model folder', path],
    ['a run folder', join(folder, 'runs/one')],
    ['a weights file', join(path, 'model.safetensors')],
    ['a URL', pathToFileURL(`${path}/`)],
  ])('loads from %s', (_, from) => {
    expect(loadModel(from)).toEqual(model);
  });

  it('is refused if the path is missing, is a folder without a model, or is another file', () => {
    expect(() => loadModel(join(folder, 'none'))).toThrow(
      /must be a folder or a model.safetensors. Received .*none, which does not exist/,
    );
    expect(() => loadModel(folder)).toThrow(
      /must be a folder with a model.safetensors and a config.json. Received .*, which has none/,
    );
    expect(() => loadModel(join(path, 'config.json'))).toThrow('must be a model.safetensors beside its config.json');
    const alone = join(temporaryFolder(), 'alone.safetensors');
    copyFileSync(join(path, 'model.safetensors'), alone);
    expect(() => loadModel(alone)).toThrow(ModelFileError);
  });

  it('is refused with the name of the file if one is cut in half', () => {
    const half = join(temporaryFolder(), 'half');
    saveModel(half, model);
    writeFileSync(join(half, 'model.safetensors'), weights.subarray(0, weights.length / 2));
    expect(() => loadModel(half)).toThrow(ModelFileError);
    expect(() => loadModel(half)).toThrow(`${half}: model file: is cut short`);
  });

  it('is refused with the name of the weights file if there is no config', () => {
    const bare = temporaryFolder();
    writeFileSync(join(bare, 'model.safetensors'), weights);
    expect(() => loadModel(bare)).toThrow(`cannot read ${join(bare, 'config.json')}: no such file or folder`);
  });

  it('replaces an older model and leaves no other files', () => {
    const parent = temporaryFolder();
    const target = join(parent, 'model');
    saveModel(target, model);
    const newer = makeModel({ created: '2026-02-02T00:00:00.000Z' }, 2);
    saveModel(target, newer);
    expect(loadModel(target)).toEqual(newer);
    expect(readdirSync(parent)).toEqual(['model']);
    expect(readdirSync(target).sort()).toEqual(['config.json', 'model.safetensors']);
  });

  it('is still the old one after a kill between the two renames, and the next save works', () => {
    const run = temporaryFolder();
    const target = join(run, 'model');
    saveModel(target, model);
    renameSync(target, join(run, '.model.replaced')); // where a kill leaves it
    expect(loadModel(target)).toEqual(model);
    expect(loadModel(run)).toEqual(model);
    const newer = makeModel({}, 2);
    saveModel(target, newer);
    expect(loadModel(target)).toEqual(newer);
    expect(readdirSync(run)).toEqual(['model']);
  });

  it('is the new one after a kill before the old one is deleted, and the next save works', () => {
    const run = temporaryFolder();
    const target = join(run, 'model');
    saveModel(target, model);
    cpSync(target, join(run, '.model.replaced'), { recursive: true });
    const newer = makeModel({}, 2);
    saveModel(target, newer);
    expect(loadModel(run)).toEqual(newer);
    expect(readdirSync(run)).toEqual(['model']);
  });

  it("never replaces a folder that holds somebody's files", () => {
    const home = temporaryFolder();
    mkdirSync(join(home, 'photos'));
    expect(() => {
      saveModel(home, model);
    }).toThrow(`model folder must hold only a model, or not exist. Received ${home}, which holds photos.`);
    expect(readdirSync(home)).toEqual(['photos']);
  });

  it('names the place that cannot be written, with the reason', () => {
    const file = join(temporaryFolder(), 'file');
    writeFileSync(file, 'kept');
    expect(() => {
      saveModel(join(file, 'model'), model);
    }).toThrow(/^cannot write the model .*model: /);
    expect(readFileSync(file, 'utf8')).toBe('kept');
  });
});
