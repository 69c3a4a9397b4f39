import { describe, expect, it } from 'vitest';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ModelFileError } from '../../src/errors.js';
import { architectures } from '../../src/network/architecture.js';
import { float16, toFloat16 } from '../../src/formats/encodings/float16.js';
import { parseModel, serialiseModel } from '../../src/formats/native/modelFile.js';
import { readSafetensors, writeSafetensors, type Tensor } from '../../src/formats/encodings/safetensors.js';
import { restoreTensors, storeTensors, type WeightType } from '../../src/formats/native/storedTensors.js';
import { loadModel } from '../../src/node/models/loadModel.js';
import { saveModel } from '../../src/node/models/saveModel.js';
import { makeModel } from '../support/madeModel.js';

describe('toFloat16', () => {
  it('returns every number that 16 bits can represent', () => {
    const wrong: number[] = [];
    for (let bits = 0; bits < 0x10000; bits++) {
      const value = float16(bits);
      if (Number.isFinite(value) && toFloat16(value) !== bits) wrong.push(bits);
    }
    expect(wrong).toEqual([]);
  });

  it('rounds to the nearest, ties to even', () => {
    const expected: [number, number][] = [
      [1 + 2 ** -11, 1],
      [1 + 3 * 2 ** -11, 1 + 2 ** -9],
      [1 + 2 ** -11 + 2 ** -30, 1 + 2 ** -10],
      [2 - 2 ** -12, 2],
      [2 ** -25, 0],
      [3 * 2 ** -26, 2 ** -24],
      [-65519, -65504],
    ];
    for (const [value, rounded] of expected) expect(float16(toFloat16(value)), `${value}`).toBe(rounded);
    for (const value of [65520, -1e9, Infinity, NaN]) expect(() => toFloat16(value)).toThrow(RangeError);
  });
});

describe('storeTensors', () => {
  const tensors = new Map<string, Tensor>([
    ['w', { shape: [3, 2], data: Float32Array.of(1, -2, 0, 0, 0.5, 0.25) }],
    ['b', { shape: [2], data: Float32Array.of(0.1, 70000) }],
  ]);

  it('stores whole numbers and one scale per output channel as int8, by hand', () => {
    const stored = storeTensors(tensors, 'int8');
    expect([...stored.keys()]).toEqual(['w', 'w.scale', 'b']);
    expect(stored.get('w')).toEqual({ shape: [3, 2], data: Float32Array.of(64, -127, 0, 0, 127, 64), type: 'I8' });
    expect(stored.get('w.scale')?.data).toEqual(Float32Array.of(2 / 127, 1, 0.5 / 127));
    const bytes = writeSafetensors({ tensors: stored, metadata: {} });
    const restored = restoreTensors(readSafetensors(bytes).tensors);
    expect([...restored.keys()].sort()).toEqual(['b', 'w']);
    expect(restored.get('b')).toEqual(tensors.get('b'));
    [128 / 127, -2, 0, 0, 0.5, 32 / 127].forEach((expected, i) => {
      expect(restored.get('w')?.data[i]).toBeCloseTo(expected, 6);
    });
  });

  it('rounds weights and changes nothing else as float16', () => {
    const bytes = writeSafetensors({ tensors: storeTensors(tensors, 'float16'), metadata: {} });
    const { tensors: read } = readSafetensors(bytes);
    expect(read.get('w')).toEqual({ ...tensors.get('w'), type: 'F16' });
    expect(read.get('b')).toEqual(tensors.get('b'));
    expect(() =>
      writeSafetensors({
        tensors: new Map([['b', { shape: [1], data: Float32Array.of(70000), type: 'F16' }]]),
        metadata: {},
      }),
    ).toThrow('float16 must be finite and at most 65504. Received 70000.');
  });

  it('refuses values that are not whole numbers, and scales that do not fit', () => {
    const write = (value: number): unknown =>
      writeSafetensors({
        tensors: new Map([['w', { shape: [1], data: Float32Array.of(value), type: 'I8' }]]),
        metadata: {},
      });
    for (const value of [0.5, 128, -129, NaN, Infinity]) expect(() => write(value)).toThrow('a whole number from -128');
    const w: Tensor = { shape: [2, 1], data: Float32Array.of(1, 2), type: 'I8' };
    const restore = (scale?: Tensor): unknown =>
      restoreTensors(new Map([['w', w], ...(scale ? [['w.scale', scale] as const] : [])]));
    expect(() => restore()).toThrow(
      new ModelFileError('model file: tensor w is I8 and must have a w.scale [2]. Received none.'),
    );
    expect(() => restore({ shape: [1], data: Float32Array.of(1) })).toThrow('of floats. Received F32 [1].');
    expect(() => restore({ shape: [2], data: Float32Array.of(1, 1), type: 'I8' })).toThrow('Received I8 [2].');
    expect(() => restore({ shape: [2], data: Float32Array.of(1, 0) })).toThrow('all above 0. Received 0.');
  });
});

describe('a stored model', () => {
  /**
   * Bytes of both files, and the largest error of a weight as a share of the largest weight of its
   * channel.
   */
  const storedAs = (name: string, weights: WeightType): { bytes: number; error: number } => {
    const model = makeModel({ architecture: architectures[name] });
    const files = serialiseModel(model, { weights });
    const read = parseModel(files.configText, files.weights);
    let error = 0;
    for (const [tensor, values] of model.tensors) {
      const { shape } = readSafetensors(files.weights).tensors.get(tensor) ?? { shape: [] };
      const back = read.tensors.get(tensor) ?? new Float32Array(0);
      expect(back.length).toBe(values.length);
      const channel = values.length / (shape.length < 2 ? 1 : shape[0]);
      for (let first = 0; first < values.length; first += channel) {
        const part = values.subarray(first, first + channel);
        const largest = part.reduce((most, value) => Math.max(most, Math.abs(value)), 0);
        part.forEach((value, i) => (error = Math.max(error, Math.abs(back[first + i] - value) / largest)));
      }
    }
    return { bytes: files.configText.length + files.weights.length, error };
  };

  it.each<[string, WeightType, number, number]>([
    ['standard', 'float32', 700_000, 0],
    ['standard', 'float16', 350_000, 2 ** -11],
    ['standard', 'int8', 190_000, 0.5 / 127],
    ['small', 'float16', 50_000, 2 ** -11],
    ['small', 'int8', 32_000, 0.5 / 127],
  ])(
    '%s as %s takes at most %i bytes and moves no weight by more than %f of its channel',
    (name, type, most, error) => {
      const stored = storedAs(name, type);
      console.log(`${name} as ${type}: ${stored.bytes} bytes`);
      expect(stored.bytes).toBeLessThanOrEqual(most);
      expect(stored.error).toBeLessThanOrEqual(error * 1.0001);
      if (type !== 'float32') expect(stored.error).toBeGreaterThan(0);
    },
  );

  it('is loaded from disk, and saved again without further loss', () => {
    const folder = mkdtempSync(join(tmpdir(), 'numerist-stored-'));
    try {
      const model = makeModel({ architecture: architectures.small });
      saveModel(join(folder, 'once'), model, { weights: 'int8' });
      const once = loadModel(join(folder, 'once'));
      expect(once.tensors).not.toEqual(model.tensors);
      saveModel(join(folder, 'whole'), once);
      expect(loadModel(join(folder, 'whole'))).toEqual(once);
      saveModel(join(folder, 'twice'), once, { weights: 'int8' });
      expect(loadModel(join(folder, 'twice'))).toEqual(once);
    } finally {
      rmSync(folder, { recursive: true });
    }
  });

  it('refuses a scale that belongs to no tensor', () => {
    const model = makeModel({ architecture: architectures.small });
    const { configText, weights } = serialiseModel(model);
    const tensors = new Map(readSafetensors(weights).tensors);
    tensors.set('0.conv2d.weight.scale', { shape: [8], data: new Float32Array(8).fill(1) });
    expect(() => parseModel(configText, writeSafetensors({ tensors, metadata: {} }))).toThrow(
      'Received 0.conv2d.weight.scale too.',
    );
  });
});
