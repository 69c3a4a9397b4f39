import { ImageError } from '../../errors.js';
import type { RgbaImage } from '../../image/pixels.js';
import { MORE_MEMORY } from '../../kernels/wasm/createMemory.js';
import { messageOf } from '../../messageOf.js';

/** What creates an instance of a codec that Emscripten compiled, and its WebAssembly. */
export interface LoadedCodec<Codec> {
  readonly create: (options: {
    readonly noInitialRun: boolean;
    readonly print: (line: string) => void;
    readonly printErr: (line: string) => void;
    readonly instantiateWasm: (imports: Imports, done: (instance: WebAssembly.Instance) => void) => unknown;
  }) => Promise<Codec>;
  readonly wasm: Uint8Array;
}
type Imports = ConstructorParameters<typeof WebAssembly.Instance>[1];

/** A decoder, and its complaints about the current picture. */
interface Decoder<Codec> {
  readonly codec: Codec;
  readonly complaints: string[];
}

export interface WasmDecoderOptions<Codec> {
  /** For error messages, such as `JPEG`. */
  readonly format: string;
  readonly load: () => Promise<LoadedCodec<Codec>>;
  /** Null for a damaged picture. The codec may also throw, or complain. */
  readonly decode: (codec: Codec, bytes: Uint8Array) => RgbaImage | null;
  /** Whether a complaint does not mean damage. */
  readonly isHarmless?: (complaint: string) => boolean;
}

/**
 * A decoder never frees the memory of its largest picture, so it is not kept after pictures larger
 * than this.
 */
const KEPT_PIXELS = 1_000_000;

/**
 * A function that decodes pictures with a codec in WebAssembly, whose size in pixels has been
 * checked. It rejects with ImageError if a picture is damaged or cut off.
 */
export function wasmDecoder<Codec>(options: WasmDecoderOptions<Codec>): (bytes: Uint8Array) => Promise<RgbaImage> {
  const { format, decode, isHarmless = () => false } = options;
  let compiled: WebAssembly.Module | undefined;
  /** Creating a decoder takes far more time than decoding a small picture. */
  let kept: Decoder<Codec> | undefined;

  async function createDecoder(): Promise<Decoder<Codec>> {
    const { create, wasm } = await options.load();
    const module = (compiled ??= new WebAssembly.Module(wasm));
    const complaints: string[] = [];
    const print = (line: string) => void complaints.push(line);
    const codec = await keepImageData(() =>
      create({
        noInitialRun: true,
        print,
        printErr: print,
        instantiateWasm: (imports, done) => {
          const instance = instantiate(module, imports);
          done(instance);
          return instance.exports;
        },
      }),
    );
    return { codec, complaints };
  }

  /** The decoder starts with 16 MB and takes more for large pictures. */
  function instantiate(module: WebAssembly.Module, imports: Imports): WebAssembly.Instance {
    try {
      return new WebAssembly.Instance(module, imports);
    } catch (cause) {
      throw noMemory(cause);
    }
  }

  const noMemory = (cause: unknown): RangeError =>
    new RangeError(
      `${format}: the decoder needs 16 MB of WebAssembly memory, and more for large pictures, which the system does not give. ${MORE_MEMORY}`,
      { cause },
    );

  const damaged = (complaint = 'unreadable data', cause?: unknown): ImageError =>
    new ImageError(`${format}: the file must be intact. Received: ${complaint}`, { cause });

  function decodeWith({ codec, complaints }: Decoder<Codec>, bytes: Uint8Array): RgbaImage | null {
    try {
      // It wants an array of this realm; in a `vm` context, what Node returns is of another.
      const own = new Uint8Array(bytes.buffer, bytes.byteOffset, bytes.byteLength);
      return keepImageData(() => decode(codec, own));
    } catch (cause) {
      if (/memory|bad_alloc/i.test(`${messageOf(cause)} ${String(complaints.at(-1))}`)) throw noMemory(cause);
      throw damaged(complaints.at(-1), cause);
    }
  }

  return async (bytes) => {
    const decoder = kept ?? (await createDecoder());
    kept = undefined; // after a damaged picture its memory cannot be trusted
    const image = decodeWith(decoder, bytes);
    const damage = decoder.complaints.find((line) => !isHarmless(line));
    if (image === null || damage !== undefined) throw damaged(damage);
    decoder.complaints.length = 0;
    const { width, height, data } = image;
    if (width * height <= KEPT_PIXELS) kept = decoder;
    return { width, height, data };
  };
}

/**
 * A decoder returns its pixels as the browser's class ImageData, which Node does not have. A
 * stand-in is defined while `run` lasts, and only then, because other packages take that global as
 * the sign of a browser.
 */
function keepImageData<T>(run: () => T): T {
  const before = Object.getOwnPropertyDescriptor(globalThis, 'ImageData');
  if (before === undefined)
    Object.defineProperty(globalThis, 'ImageData', { value: PlainImageData, configurable: true });
  try {
    return run();
  } finally {
    if (before === undefined) Reflect.deleteProperty(globalThis, 'ImageData');
  }
}

class PlainImageData implements RgbaImage {
  constructor(
    readonly data: Uint8ClampedArray,
    readonly width: number,
    readonly height: number,
  ) {}
}
