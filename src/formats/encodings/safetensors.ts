// The safetensors format (https://github.com/huggingface/safetensors#format): eight bytes of header
// length, a JSON header that gives each tensor its type, shape and bytes, then the bytes. Nothing
// in it can run.

import { ModelFileError } from '../../errors.js';
import { duplicateKey } from '../native/duplicateKey.js';
import { float16, toFloat16 } from './float16.js';

export interface Tensor {
  readonly shape: readonly number[];
  /** Flat, row-major, every value finite. */
  readonly data: Float32Array;
  /** How a file holds it; for I8, `data` has the whole numbers -128..127. @default 'F32' */
  readonly type?: TensorType;
}

export interface Safetensors {
  readonly tensors: ReadonlyMap<string, Tensor>;
  /** The `__metadata__` of the header: strings by name. */
  readonly metadata: Readonly<Record<string, string>>;
}

type TensorType = 'F32' | 'F16' | 'I8';

/** One tensor as the header describes it; `begin` and `end` count from the end of the header. */
interface Entry {
  readonly name: string;
  readonly type: TensorType;
  readonly shape: readonly number[];
  readonly begin: number;
  readonly end: number;
}

const LENGTH_BYTES = 8;
/**
 * Far above what a digit network needs (its header takes about 1 kB), far below what would cost
 * memory.
 */
const MAX_HEADER_BYTES = 1 << 20;
const BYTES_OF: Readonly<Record<TensorType, number>> = { F32: 4, F16: 2, I8: 1 };

/**
 * Reads a whole safetensors file; F16 and I8 become Float32. Throws ModelFileError if the file is
 * cut short, the header does not follow the format, tensors overlap, leave holes or do not fill the
 * file, a name occurs twice, or a value is not finite.
 */
export function readSafetensors(bytes: Uint8Array): Safetensors {
  const { header, dataStart } = readHeader(bytes);
  const entries: Entry[] = [];
  let metadata: Record<string, string> = {};
  for (const [name, value] of Object.entries(header)) {
    if (name === '__metadata__') metadata = readMetadata(value);
    else entries.push(readEntry(name, value));
  }
  checkLayout(entries, bytes.length - dataStart);

  const values = bytes.subarray(dataStart);
  const tensors = new Map<string, Tensor>();
  for (const entry of entries) {
    const { name, shape, type } = entry;
    const data = readValues(entry, values);
    tensors.set(name, type === 'F32' ? { shape, data } : { shape, data, type });
  }
  return { tensors, metadata };
}

/**
 * The bytes of a safetensors file, the tensors in the order of the map. Throws RangeError for a
 * wrong length and for values that are not finite or, in F16 and I8, out of range. F16 is rounded;
 * I8 must be whole.
 */
export function writeSafetensors({ tensors, metadata }: Safetensors): Uint8Array {
  const header: [string, unknown][] = [['__metadata__', metadata]];
  let end = 0;
  for (const [name, { shape, data, type = 'F32' }] of tensors) {
    if (data.length !== lengthOf(shape)) {
      throw new RangeError(`tensor ${name}: data must have ${lengthOf(shape)} values. Received ${data.length}.`);
    }
    const wrong = data.findIndex((value) => (type === 'I8' ? value !== (value << 24) >> 24 : !Number.isFinite(value)));
    if (wrong >= 0) {
      const expected = type === 'I8' ? 'a whole number from -128 to 127' : 'finite';
      throw new RangeError(`tensor ${name}: every value must be ${expected}. Received ${data[wrong]} at ${wrong}.`);
    }
    const begin = end;
    end += data.length * BYTES_OF[type];
    header.push([name, { dtype: type, shape, data_offsets: [begin, end] }]);
  }
  const text = asciiJson(Object.fromEntries(header));
  const padded = text.padEnd(Math.ceil(text.length / 8) * 8); // values start on a multiple of 8 bytes

  const bytes = new Uint8Array(LENGTH_BYTES + padded.length + end);
  const view = new DataView(bytes.buffer);
  view.setBigUint64(0, BigInt(padded.length), true);
  for (let i = 0; i < padded.length; i++) bytes[LENGTH_BYTES + i] = padded.charCodeAt(i);
  let at = LENGTH_BYTES + padded.length;
  for (const { data, type = 'F32' } of tensors.values()) {
    for (const value of data) {
      if (type === 'F32') view.setFloat32(at, value, true);
      else if (type === 'F16') view.setUint16(at, toFloat16(value), true);
      else view.setInt8(at, value);
      at += BYTES_OF[type];
    }
  }
  return bytes;
}

function readHeader(bytes: Uint8Array): { header: Record<string, unknown>; dataStart: number } {
  if (bytes.length < LENGTH_BYTES) {
    throw new ModelFileError(`model file: must have at least ${LENGTH_BYTES} bytes. Received ${bytes.length}.`);
  }
  const length = Number(new DataView(bytes.buffer, bytes.byteOffset).getBigUint64(0, true));
  if (length < 2 || length > MAX_HEADER_BYTES) {
    throw new ModelFileError(
      `model file: must be safetensors, with a header of 2 to ${MAX_HEADER_BYTES} bytes. Received ${length}.`,
    );
  }
  const dataStart = LENGTH_BYTES + length;
  if (bytes.length < dataStart) {
    throw new ModelFileError(
      `model file: is cut short: its header ends at byte ${dataStart}. Received ${bytes.length} bytes.`,
    );
  }
  const text = decodeUtf8(bytes.subarray(LENGTH_BYTES, dataStart));
  let header: unknown;
  try {
    header = JSON.parse(text);
  } catch (cause) {
    throw new ModelFileError(`model file: its header must be JSON. Received ${text.slice(0, 40)}…`, { cause });
  }
  if (!isRecord(header)) throw new ModelFileError(`model file: its header must be a JSON object.`);
  const twice = duplicateKey(text);
  if (twice !== null)
    throw new ModelFileError(`model file: the name '${twice}' must occur once in the header. Received two.`);
  return { header, dataStart };
}

function readMetadata(value: unknown): Record<string, string> {
  if (!isRecord(value)) throw new ModelFileError('model file: __metadata__ must be an object of strings.');
  const metadata: [string, string][] = [];
  for (const [name, text] of Object.entries(value)) {
    if (typeof text !== 'string') {
      throw new ModelFileError(`model file: __metadata__.${name} must be a string. Received ${JSON.stringify(text)}.`);
    }
    metadata.push([name, text]);
  }
  return Object.fromEntries(metadata);
}

function readEntry(name: string, value: unknown): Entry {
  const fail = (what: string, received: unknown): ModelFileError =>
    new ModelFileError(
      `model file: tensor ${name}: ${what}. Received ${received === undefined ? 'nothing' : JSON.stringify(received)}.`,
    );
  if (!isRecord(value)) throw fail('must be an object with dtype, shape and data_offsets', value);
  const { dtype: type, shape, data_offsets: offsets } = value;
  if (type !== 'F32' && type !== 'F16' && type !== 'I8') throw fail('dtype must be F32, F16 or I8', type);
  if (!isSizes(shape)) throw fail('shape must be an array of whole numbers', shape);
  if (!isSizes(offsets) || offsets.length !== 2) throw fail('data_offsets must be [begin, end]', offsets);
  const [begin, end] = offsets;
  const expected = lengthOf(shape) * BYTES_OF[type];
  if (end - begin !== expected) {
    throw fail(`${type} of shape [${shape.join(', ')}] must take ${expected} bytes`, end - begin);
  }
  return { name, type, shape, begin, end };
}

/** Throws unless the tensors, in some order, fill the `available` bytes exactly once. */
function checkLayout(entries: readonly Entry[], available: number): void {
  let filled = 0;
  for (const { name, begin, end } of entries.toSorted((a, b) => a.begin - b.begin || a.end - b.end)) {
    if (begin !== filled) {
      const what = begin > filled ? 'leave no hole' : 'overlap no other';
      throw new ModelFileError(
        `model file: tensor ${name}: must ${what}: it must begin at byte ${filled}. Received ${begin}.`,
      );
    }
    if (end > available) {
      throw new ModelFileError(
        `model file: is cut short: tensor ${name} ends at byte ${end} of the data. Received ${available} bytes of data.`,
      );
    }
    filled = end;
  }
  if (filled !== available) {
    throw new ModelFileError(
      `model file: must end after its last tensor: ${filled} bytes of data. Received ${available}.`,
    );
  }
}

function readValues({ name, type, begin, end }: Entry, values: Uint8Array): Float32Array {
  // A copy, because a tensor may begin at any byte. The format is little-endian, as is every
  // machine with WebAssembly's SIMD.
  const { buffer } = new Uint8Array(values.subarray(begin, end));
  if (type === 'I8') return Float32Array.from(new Int8Array(buffer));
  const data = type === 'F32' ? new Float32Array(buffer) : Float32Array.from(new Uint16Array(buffer), float16);
  // Three built-in searches are faster than one loop, which is not yet compiled when a model is
  // loaded.
  if ([NaN, Infinity, -Infinity].some((value) => data.includes(value))) {
    const place = data.findIndex((value) => !Number.isFinite(value));
    throw new ModelFileError(
      `model file: tensor ${name}: every value must be finite. Received ${data[place]} at ${place}.`,
    );
  }
  return data;
}

/** JSON in ASCII, other characters as \uXXXX, so that each character is one byte. */
function asciiJson(value: unknown): string {
  return JSON.stringify(value).replace(
    /[\u0080-\uffff]/g,
    (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
}

/** Does without TextDecoder, which Jest's environment of jsdom lacks. */
function decodeUtf8(bytes: Uint8Array): string {
  let escaped = '';
  for (const byte of bytes) escaped += `%${byte.toString(16).padStart(2, '0')}`;
  try {
    return decodeURIComponent(escaped);
  } catch (cause) {
    throw new ModelFileError('model file: must be safetensors, with a header in UTF-8.', { cause });
  }
}

function lengthOf(shape: readonly number[]): number {
  return shape.reduce((product, size) => product * size, 1);
}

function isSizes(value: unknown): value is number[] {
  return Array.isArray(value) && value.every((size) => Number.isSafeInteger(size) && (size as number) >= 0);
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
