// A small assembler: it emits one WebAssembly function as a module of its own, for the exact shapes
// of one network. This needs no toolchain and no committed binary. The encodings are those of the
// WebAssembly core specification 2.0, section 5 (binary format), and of the relaxed-SIMD proposal.

import type { VariantTraits } from './variant.js';

/** Index of a parameter or local of the function. */
export type Local = number & { readonly isLocal: true };

const TYPES = { i32: 0x7f, f32: 0x7d, v128: 0x7b } as const;
type ValueType = keyof typeof TYPES;

/**
 * Instructions without immediates. Those from 0x100 on are SIMD and are encoded with the prefix
 * 0xfd.
 */
const OPERATIONS = {
  'i32.eqz': 0x45,
  'i32.eq': 0x46,
  'i32.and': 0x71,
  'i32.or': 0x72,
  'i32.add': 0x6a,
  'i32.sub': 0x6b,
  'i32.mul': 0x6c,
  'i32.shl': 0x74,
  'i32.shr_u': 0x76,
  'i32.ge_s': 0x4e,
  'i32.gt_u': 0x4b,
  'f32.add': 0x92,
  'f32.mul': 0x94,
  'i32x4.splat': 0x111,
  'f32x4.splat': 0x113,
  'i32x4.lt_u': 0x13a,
  'f32x4.gt': 0x144,
  'f32x4.le': 0x145,
  'v128.and': 0x14e,
  'v128.andnot': 0x14f,
  'v128.or': 0x150,
  'v128.xor': 0x151,
  'v128.bitselect': 0x152,
  'i16x8.extend_low_i8x16_u': 0x189,
  'i32x4.extend_low_i16x8_u': 0x1a9,
  'i32x4.shl': 0x1ab,
  'i32x4.shr_u': 0x1ad,
  'i32x4.add': 0x1ae,
  'i32x4.mul': 0x1b5,
  'i32x4.max_s': 0x1b8,
  'i32x4.eq': 0x137,
  'i32x4.ge_s': 0x13f,
  'f32x4.sqrt': 0x1e3,
  'f32x4.add': 0x1e4,
  'f32x4.sub': 0x1e5,
  'f32x4.mul': 0x1e6,
  'f32x4.div': 0x1e7,
  'f32x4.pmax': 0x1eb, // one instruction on x64; f32x4.max takes seven, for NaN and -0
  'f32x4.convert_i32x4_u': 0x1fb,
  'f32x4.relaxed_madd': 0x205,
} as const;
type Instruction = keyof typeof OPERATIONS;

/**
 * Writes the body of one function. Methods can be chained; each pushes and pops what its
 * instruction does.
 */
export class Assembler {
  readonly #code: number[] = [];
  readonly #parameters: ValueType[];
  readonly #locals: ValueType[] = [];

  /** What the variant allows; kernels arrange their work accordingly. */
  readonly traits: VariantTraits;

  constructor(parameters: ValueType[], traits: VariantTraits) {
    this.#parameters = parameters;
    this.traits = traits;
  }

  /** The i-th parameter of the function. */
  parameter(index: number): Local {
    return index as Local;
  }

  local(type: ValueType): Local {
    this.#locals.push(type);
    return (this.#parameters.length + this.#locals.length - 1) as Local;
  }

  locals(type: ValueType, count: number): Local[] {
    return Array.from({ length: count }, () => this.local(type));
  }

  get(local: Local): this {
    return this.#emit(0x20, ...unsigned(local));
  }

  set(local: Local): this {
    return this.#emit(0x21, ...unsigned(local));
  }

  tee(local: Local): this {
    return this.#emit(0x22, ...unsigned(local));
  }

  i32(value: number): this {
    return this.#emit(0x41, ...signed(value | 0));
  }

  f32(value: number): this {
    return this.#emit(0x43, ...new Uint8Array(new Float32Array([value]).buffer));
  }

  /** A vector of four equal floats. */
  f32x4(value: number): this {
    const bytes = new Uint8Array(new Float32Array([value, value, value, value]).buffer);
    return this.#emit(0xfd, 0x0c, ...bytes);
  }

  i32x4(a: number, b = a, c = a, d = a): this {
    return this.#emit(0xfd, 0x0c, ...new Uint8Array(new Int32Array([a, b, c, d]).buffer));
  }

  op(name: Instruction): this {
    const code = OPERATIONS[name];
    return code < 0x100 ? this.#emit(code) : this.#emit(0xfd, ...unsigned(code - 0x100));
  }

  /** A load. The address is on the stack; `offset`, in bytes, is added to it. */
  loadI32(offset = 0): this {
    return this.#emit(0x28, 2, ...unsigned(offset));
  }

  loadF32(offset = 0): this {
    return this.#emit(0x2a, 2, ...unsigned(offset));
  }

  load(offset = 0): this {
    return this.#emit(0xfd, 0x00, 4, ...unsigned(offset));
  }

  /** Loads one float into all four lanes. */
  loadSplat(offset = 0): this {
    return this.#emit(0xfd, 0x09, 2, ...unsigned(offset));
  }

  /** Loads four bytes into the lowest lane; the other lanes become zero. */
  loadLow32(offset = 0): this {
    return this.#emit(0xfd, 0x5c, 2, ...unsigned(offset));
  }

  storeI32(offset = 0): this {
    return this.#emit(0x36, 2, ...unsigned(offset));
  }

  storeF32(offset = 0): this {
    return this.#emit(0x38, 2, ...unsigned(offset));
  }

  store(offset = 0): this {
    return this.#emit(0xfd, 0x0b, 4, ...unsigned(offset));
  }

  /** Stores one lane of a vector. */
  storeLane(lane: number, offset = 0): this {
    return this.#emit(0xfd, 0x5a, 2, ...unsigned(offset), lane);
  }

  /** Stores the first `lanes` of the vector `value` at the address `base + offset`. */
  storeLanes(base: Local, value: Local, lanes: number, offset = 0): this {
    if (lanes >= 4) return this.get(base).get(value).store(offset);
    for (let lane = 0; lane < lanes; lane++) {
      this.get(base)
        .get(value)
        .storeLane(lane, offset + lane * 4);
    }
    return this;
  }

  extractF32(lane: number): this {
    return this.#emit(0xfd, 0x1f, lane);
  }

  extractI32(lane: number): this {
    return this.#emit(0xfd, 0x1b, lane);
  }

  /** Copies one lane of the vector on the stack to all four lanes. */
  splatLane(lane: number): this {
    const copy = this.local('v128');
    const bytes = [0, 1, 2, 3].map((byte) => lane * 4 + byte);
    return this.tee(copy)
      .get(copy)
      .#emit(0xfd, 0x0d, ...bytes, ...bytes, ...bytes, ...bytes);
  }

  /** memory.fill: address, byte value and length are on the stack. */
  fill(): this {
    return this.#emit(0xfc, 0x0b, 0);
  }

  /** local += value. */
  advance(local: Local, value: number): this {
    return value === 0 ? this : this.get(local).i32(value).op('i32.add').set(local);
  }

  /**
   * accumulator += a * b; a and b push one vector each. Unless it is fused, the result is rounded
   * twice: the same bits on every CPU.
   */
  multiplyAdd(accumulator: Local, a: () => unknown, b: () => unknown): this {
    a();
    b();
    if (this.traits.fused) this.get(accumulator).op('f32x4.relaxed_madd');
    else this.op('f32x4.mul').get(accumulator).op('f32x4.add');
    return this.set(accumulator);
  }

  /** Runs `body` `count` times. */
  repeat(count: number, body: () => void): this {
    if (count <= 0) return this;
    const left = this.local('i32');
    this.i32(count).set(left);
    return this.#countDown(left, body);
  }

  /** Runs `body` as often as the local `count` says, which may be 0 times. */
  repeatLocal(count: Local, body: () => void): this {
    const left = this.local('i32');
    return this.get(count)
      .tee(left)
      .when(() => this.#countDown(left, body));
  }

  #countDown(left: Local, body: () => void): this {
    this.#emit(0x03, 0x40);
    body();
    return this.get(left).i32(1).op('i32.sub').tee(left).#emit(0x0d, 0, 0x0b);
  }

  /** Runs `body` if the i32 on the stack is not 0. */
  when(body: () => void): this {
    this.#emit(0x04, 0x40);
    body();
    return this.#emit(0x0b);
  }

  /** The module: imports the memory `m.m`, exports the function `f`. */
  module(shared: boolean): Uint8Array {
    const locals = list(this.#locals.map((type) => [1, TYPES[type]]));
    const memory = shared ? [3, 1, ...unsigned(65536)] : [0, 1];
    const bodyLength = locals.length + this.#code.length + 1;
    const functions = [1, ...unsigned(bodyLength)]; // one function; its locals, code and end follow
    const head = [
      ...[0x00, 0x61, 0x73, 0x6d, 1, 0, 0, 0],
      ...section(1, list([[0x60, ...list(this.#parameters.map((type) => [TYPES[type]])), 0]])),
      ...section(2, list([[1, 0x6d, 1, 0x6d, 2, ...memory]])),
      ...section(3, list([[0]])),
      ...section(7, list([[1, 0x66, 0, 0]])),
      ...[10, ...unsigned(functions.length + bodyLength), ...functions, ...locals],
    ];
    // The code is copied once and in one piece: a network spends most of the time before its first
    // answer on preparation like this.
    const bytes = new Uint8Array(head.length + this.#code.length + 1);
    bytes.set(head);
    bytes.set(this.#code, head.length);
    bytes[bytes.length - 1] = 0x0b;
    return bytes;
  }

  #emit(...bytes: number[]): this {
    for (const byte of bytes) this.#code.push(byte);
    return this;
  }
}

/** LEB128. */
function unsigned(value: number): number[] {
  const bytes: number[] = [];
  let rest = value >>> 0;
  do {
    const low = rest & 0x7f;
    rest >>>= 7;
    bytes.push(rest === 0 ? low : low | 0x80);
  } while (rest !== 0);
  return bytes;
}

function signed(value: number): number[] {
  const bytes: number[] = [];
  let rest = value;
  for (;;) {
    const low = rest & 0x7f;
    rest >>= 7;
    if ((rest === 0 && (low & 0x40) === 0) || (rest === -1 && (low & 0x40) !== 0)) return [...bytes, low];
    bytes.push(low | 0x80);
  }
}

function list(items: number[][]): number[] {
  return [...unsigned(items.length), ...items.flat()];
}

function section(id: number, content: number[]): number[] {
  return [id, ...unsigned(content.length), ...content];
}
