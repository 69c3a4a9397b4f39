import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import { ModelFileError } from '../../src/errors.js';
import { float16 } from '../../src/formats/encodings/float16.js';
import { readSafetensors, writeSafetensors, type Tensor } from '../../src/formats/encodings/safetensors.js';

/** A file of this header and so many bytes of data, all 0 where `data` is a number. */
function file(header: unknown, data: number | Uint8Array): Uint8Array {
  const text = Buffer.from(typeof header === 'string' ? header : JSON.stringify(header));
  const length = Buffer.alloc(8);
  length.writeBigUInt64LE(BigInt(text.length));
  return Buffer.concat([length, text, typeof data === 'number' ? Buffer.alloc(data) : data]);
}

const small = (): Uint8Array =>
  writeSafetensors({
    tensors: new Map<string, Tensor>([
      ['a', { shape: [2, 1], data: Float32Array.of(1.5, -2) }],
      ['b', { shape: [], data: Float32Array.of(7) }],
    ]),
    metadata: { note: 'ä "quoted" 日本 🖋' },
  });

describe('a written file', () => {
  it('has the bytes that the format specifies', () => {
    const bytes = writeSafetensors({
      tensors: new Map([['w', { shape: [1], data: Float32Array.of(1) }]]),
      metadata: {},
    });
    const header = '{"__metadata__":{},"w":{"dtype":"F32","shape":[1],"data_offsets":[0,4]}}';
    expect(
      Buffer.from(bytes)
        .subarray(8, 8 + header.length)
        .toString(),
    ).toBe(header);
    expect([...bytes.subarray(0, 8)]).toEqual([72, 0, 0, 0, 0, 0, 0, 0]);
    expect([...bytes.subarray(-4)]).toEqual([0, 0, 0x80, 0x3f]);
  });

  it('is read back for any names, shapes, values and metadata', () => {
    const tensor = fc
      .array(fc.nat(4), { maxLength: 3 })
      .chain((shape) =>
        fc
          .array(fc.float({ noNaN: true, noDefaultInfinity: true }), sized(shape.reduce((a, b) => a * b, 1)))
          .map((values) => ({ shape, data: Float32Array.from(values) })),
      );
    const name = fc.string({ unit: 'grapheme' }).filter((text) => text !== '__metadata__');
    fc.assert(
      fc.property(
        fc.array(fc.tuple(name, tensor), { maxLength: 5 }),
        fc.dictionary(fc.string({ unit: 'grapheme' }), fc.string({ unit: 'grapheme' })),
        (entries, metadata) => {
          const tensors = new Map(entries);
          const read = readSafetensors(writeSafetensors({ tensors, metadata }));
          expect(new Map(read.tensors)).toEqual(tensors);
          expect(Object.entries(read.metadata).sort()).toEqual(Object.entries(metadata).sort());
        },
      ),
    );
  });

  it('turns F16 into Float32 when it is read', () => {
    const halves = Uint8Array.of(0x00, 0x3c, 0x00, 0xc0, 0x01, 0x00, 0xff, 0x7b); // 1, -2, the least above 0, the largest
    const { tensors } = readSafetensors(file({ h: { dtype: 'F16', shape: [4], data_offsets: [0, 8] } }, halves));
    expect([...(tensors.get('h')?.data ?? [])]).toEqual([1, -2, 2 ** -24, 65504]);
    expect([float16(0x7c00), float16(0xfc00), float16(0x7e00)]).toEqual([Infinity, -Infinity, NaN]);
  });

  it('is read at any offset in a larger buffer', () => {
    const bytes = small();
    const within = new Uint8Array(bytes.length + 3);
    within.set(bytes, 3);
    expect(readSafetensors(within.subarray(3)).tensors.get('b')?.data).toEqual(Float32Array.of(7));
  });

  it('is refused if it could not be read again', () => {
    const write = (data: Float32Array) => () =>
      writeSafetensors({ tensors: new Map([['w', { shape: [2], data }]]), metadata: {} });
    expect(write(Float32Array.of(1, NaN))).toThrow(
      new RangeError('tensor w: every value must be finite. Received NaN at 1.'),
    );
    expect(write(Float32Array.of(1))).toThrow(new RangeError('tensor w: data must have 2 values. Received 1.'));
  });
});

describe('a damaged file', () => {
  const f32 = (begin: number, end: number, shape = [(end - begin) / 4]): unknown => ({
    dtype: 'F32',
    shape,
    data_offsets: [begin, end],
  });
  const infinite = Uint8Array.of(0, 0, 0x80, 0x7f);

  it.each<[string, Uint8Array, string]>([
    ['empty', new Uint8Array(), 'must have at least 8 bytes. Received 0.'],
    ['a header of no length', file('', 0), 'with a header of 2 to 1048576 bytes. Received 0.'],
    [
      'a header of many exabytes',
      new Uint8Array(16).fill(255),
      'with a header of 2 to 1048576 bytes. Received 18446744073709552000.',
    ],
    ['a header that is not JSON', file('{"a":', 0), 'its header must be JSON. Received {"a":…'],
    ['a header that is not UTF-8', Uint8Array.of(2, 0, 0, 0, 0, 0, 0, 0, 0xff, 0xfe), 'with a header in UTF-8.'],
    ['a header that is a list', file([], 0), 'its header must be a JSON object.'],
    [
      'metadata that are not strings',
      file({ __metadata__: { n: 1 } }, 0),
      '__metadata__.n must be a string. Received 1.',
    ],
    [
      'a tensor that is no object',
      file({ a: 1 }, 0),
      'tensor a: must be an object with dtype, shape and data_offsets. Received 1.',
    ],
    [
      'a type of another length',
      file({ a: { dtype: 'I64', shape: [1], data_offsets: [0, 8] } }, 8),
      'tensor a: dtype must be F32, F16 or I8. Received "I64".',
    ],
    [
      'no type',
      file({ a: { shape: [1], data_offsets: [0, 8] } }, 8),
      'tensor a: dtype must be F32, F16 or I8. Received nothing.',
    ],
    [
      'a negative size',
      file({ a: f32(0, 4, [-1]) }, 4),
      'tensor a: shape must be an array of whole numbers. Received [-1].',
    ],
    [
      'one offset',
      file({ a: { dtype: 'F32', shape: [1], data_offsets: [0] } }, 4),
      'tensor a: data_offsets must be [begin, end]. Received [0].',
    ],
    [
      'a shape that needs more bytes',
      file({ a: f32(0, 4, [2, 1]) }, 4),
      'tensor a: F32 of shape [2, 1] must take 8 bytes. Received 4.',
    ],
    [
      'offsets in the wrong order',
      file({ a: f32(4, 0, [1]) }, 4),
      'tensor a: F32 of shape [1] must take 4 bytes. Received -4.',
    ],
    [
      'a shape beyond all numbers',
      file({ a: f32(0, 4, [1e9, 1e9, 1e9]) }, 4),
      'tensor a: F32 of shape [1000000000, 1000000000, 1000000000] must take 4e+27 bytes. Received 4.',
    ],
    [
      'a hole',
      file({ a: f32(0, 4), b: f32(8, 12) }, 12),
      'tensor b: must leave no hole: it must begin at byte 4. Received 8.',
    ],
    [
      'an overlap',
      file({ b: f32(4, 12), a: f32(0, 8) }, 12),
      'tensor b: must overlap no other: it must begin at byte 8. Received 4.',
    ],
    [
      'data that are cut short',
      file({ a: f32(0, 8) }, 7),
      'is cut short: tensor a ends at byte 8 of the data. Received 7 bytes of data.',
    ],
    [
      'bytes after the last tensor',
      file({ a: f32(0, 4) }, 5),
      'must end after its last tensor: 4 bytes of data. Received 5.',
    ],
    [
      'a name twice',
      file(
        '{"a":{"dtype":"F32","shape":[1],"data_offsets":[0,4]},"\\u0061":{"dtype":"F32","shape":[1],"data_offsets":[0,4]}}',
        4,
      ),
      "the name 'a' must occur once in the header. Received two.",
    ],
    [
      'a shape twice',
      file('{"a":{"dtype":"F32","shape":[1],"shape":[1],"data_offsets":[0,4]}}', 4),
      "the name 'shape' must occur once in the header. Received two.",
    ],
    ['infinity', file({ a: f32(0, 4) }, infinite), 'tensor a: every value must be finite. Received Infinity at 0.'],
  ])('is refused: %s', (_, bytes, message) => {
    expect(() => readSafetensors(bytes)).toThrow(ModelFileError);
    expect(() => readSafetensors(bytes)).toThrow(message);
  });

  it('is not one whose names look like another structure', () => {
    const odd = '{"a":{"b":1},[:]}\\"';
    const tensors = new Map([
      [odd, { shape: [1], data: Float32Array.of(3) }],
      ['a', { shape: [0], data: new Float32Array() }],
    ]);
    expect([...readSafetensors(writeSafetensors({ tensors, metadata: { a: 'a' } })).tensors.keys()]).toEqual([
      odd,
      'a',
    ]);
  });

  it('is refused when cut at any length', () => {
    const bytes = small();
    for (let length = 0; length < bytes.length; length++) {
      expect(() => readSafetensors(bytes.subarray(0, length)), `cut to ${length}`).toThrow(ModelFileError);
    }
  });

  it('is refused or read completely when any byte is changed', () => {
    const original = small();
    for (let at = 0; at < original.length; at++) {
      for (let value = 0; value < 256; value++) {
        const bytes = original.slice();
        bytes[at] = value;
        const read = readOrRefuse(bytes);
        if (read !== null)
          for (const { shape, data } of read) expect(data).toHaveLength(shape.reduce((a, b) => a * b, 1));
      }
    }
  });

  it('is refused whatever its bytes are', () => {
    fc.assert(fc.property(fc.uint8Array({ maxLength: 200 }), (bytes) => void readOrRefuse(bytes)));
    fc.assert(
      fc.property(fc.json(), fc.uint8Array({ maxLength: 20 }), (json, data) => void readOrRefuse(file(json, data))),
    );
  });
});

/** The tensors, or null where a ModelFileError refused them; any other error goes through. */
function readOrRefuse(bytes: Uint8Array): Tensor[] | null {
  try {
    return [...readSafetensors(bytes).tensors.values()];
  } catch (error) {
    if (error instanceof ModelFileError) return null;
    throw error;
  }
}

function sized(length: number): { minLength: number; maxLength: number } {
  return { minLength: length, maxLength: length };
}
