import { Assembler } from './assembler.js';
import { type Variant, VARIANTS, type VariantTraits } from './variant.js';

type Parameter = 'i32' | 'f32';
/** A compiled kernel. Its arguments are addresses in bytes, counts and scalars. */
export type WasmFunction = (...args: number[]) => void;

const PAGE = 65536;
/**
 * Each thread's own scratch space at the bottom of the memory, for data that lives within one
 * kernel call.
 */
export const SCRATCH_BYTES = 5 * PAGE;
const ALIGNMENT = 64;

export interface WasmMemoryOptions {
  /**
   * The memory to work on. Without one, allocations are only counted, to find out how large it must
   * be.
   */
  readonly memory?: WebAssembly.Memory | undefined;
  readonly shared: boolean;
  /** @default 'exact' */
  readonly variant?: Variant | undefined;
  /**
   * Which thread this is, 0..threads - 1. All threads make the same allocations in the same order.
   */
  readonly thread: number;
  readonly threads: number;
}

/**
 * One WebAssembly memory, which is allocated from bottom to top and never freed, and the functions
 * compiled to work on it.
 */
export class WasmMemory {
  readonly #options: WasmMemoryOptions;
  #top: number;
  readonly traits: VariantTraits;

  constructor(options: WasmMemoryOptions) {
    this.#options = options;
    this.traits = VARIANTS[options.variant ?? 'exact'];
    this.#top = SCRATCH_BYTES * options.threads;
  }

  /** Pages of 64 KiB that the allocations so far need. */
  get pages(): number {
    // One extra page, so that a vector load may run past the end of the last array.
    return Math.ceil(this.#top / PAGE) + 1;
  }

  /** Address of this thread's scratch space. */
  scratch(): number {
    return this.#options.thread * SCRATCH_BYTES;
  }

  /**
   * Allocates floats for each thread and returns those of this thread. If a thread never writes to
   * its floats, they cost no real memory.
   */
  ownFloats(length: number): Float32Array {
    const { thread, threads } = this.#options;
    const floats = this.floats(length * threads);
    return floats.subarray(thread * length, (thread + 1) * length);
  }

  floats(length: number): Float32Array {
    return this.#take(length * 4, (buffer, offset) => new Float32Array(buffer, offset, length), Float32Array);
  }

  doubles(length: number): Float64Array {
    return this.#take(length * 8, (buffer, offset) => new Float64Array(buffer, offset, length), Float64Array);
  }

  integers(length: number): Int32Array {
    return this.#take(length * 4, (buffer, offset) => new Int32Array(buffer, offset, length), Int32Array);
  }

  bytes(length: number): Uint8Array {
    return this.#take(length, (buffer, offset) => new Uint8Array(buffer, offset, length), Uint8Array);
  }

  #take<T>(bytes: number, view: (buffer: ArrayBufferLike, offset: number) => T, empty: new (length: number) => T): T {
    const offset = this.#top;
    this.#top = Math.ceil((offset + bytes) / ALIGNMENT) * ALIGNMENT;
    const { memory } = this.#options;
    if (memory === undefined) return new empty(0);
    if (this.#top > memory.buffer.byteLength) {
      throw new RangeError(`wasm kernels: the memory of ${memory.buffer.byteLength} bytes is full.`);
    }
    return view(memory.buffer, offset);
  }

  /** One function over this memory. It is emitted and compiled when it is first called. */
  compile(
    parameters: Parameter[],
    emit: (code: Assembler, ...parameters: ReturnType<Assembler['parameter']>[]) => void,
  ): WasmFunction {
    let compiled: WasmFunction | undefined;
    return (...args) => {
      if (compiled === undefined) {
        const { memory, shared } = this.#options;
        if (memory === undefined) throw new Error('wasm kernels: called while only counting memory.');
        const code = new Assembler(parameters, this.traits);
        emit(code, ...parameters.map((_, index) => code.parameter(index)));
        const instance = new WebAssembly.Instance(new WebAssembly.Module(code.module(shared)), { m: { m: memory } });
        compiled = instance.exports.f as WasmFunction;
      }
      compiled(...args);
    };
  }
}
