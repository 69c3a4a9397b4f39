import { ImageError } from '../../errors.js';
import { checkPixelBudget, type DecodeOptions } from '../../image/pixelBudget.js';
import type { RgbaImage } from '../../image/pixels.js';
import { readJpegFrame } from '../../image/readJpegFrame.js';
import { MORE_MEMORY } from '../../kernels/wasm/createMemory.js';
import { messageOf } from '../files/explainSystemError.js';
import { type Imports, loadMozJpeg, type MozJpeg } from './mozJpeg.js';

/** A decoder, and its complaints about the current picture. */
interface Decoder {
  readonly codec: MozJpeg;
  readonly complaints: string[];
}

/**
 * A decoder never frees the memory of its largest picture, so it is not kept after pictures larger
 * than this.
 */
const KEPT_PIXELS = 1_000_000;
let compiled: WebAssembly.Module | undefined;
/** Creating a decoder takes far more time than decoding a small picture. */
let kept: Decoder | undefined;

/**
 * Decodes a JPEG with MozJPEG (package @jsquash/jpeg), or with jpeg-js if it is in CMYK, and
 * applies its EXIF orientation, except in CMYK. Throws ImageError if it is damaged, cut off or over
 * the pixel budget, which is checked before the decoder sees the file.
 */
export async function decodeJpeg(bytes: Uint8Array, options: DecodeOptions = {}): Promise<RgbaImage> {
  const { width, height, components } = readJpegFrame(bytes);
  checkPixelBudget(width, height, options);
  if (components === 4) {
    // CMYK is rare, and MozJPEG does not support it.
    const { decodeCmykJpeg } = await import('./decodeCmykJpeg.js');
    return decodeCmykJpeg(bytes, { width, height });
  }
  const decoder = kept ?? (await createDecoder());
  kept = undefined; // after a damaged picture its memory cannot be trusted
  const image = decodeWith(decoder, bytes);
  // Some cameras leave stray bytes between the parts of a file, which does no harm. Every other
  // complaint means damage.
  const damage = decoder.complaints.find((line) => !line.includes('extraneous bytes before marker'));
  if (image === null || damage !== undefined) throw damaged(damage);
  decoder.complaints.length = 0;
  if (width * height <= KEPT_PIXELS) kept = decoder;
  return { width: image.width, height: image.height, data: image.data };
}

async function createDecoder(): Promise<Decoder> {
  const { create, wasm } = await loadMozJpeg();
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

function decodeWith({ codec, complaints }: Decoder, bytes: Uint8Array): RgbaImage | null {
  return keepImageData(() => {
    try {
      // It wants an array of this realm; in a `vm` context, what Node returns is of another.
      return codec.decode(new Uint8Array(bytes.buffer, bytes.byteOffset, bytes.byteLength), true);
    } catch (cause) {
      if (/memory|bad_alloc/i.test(`${messageOf(cause)} ${String(complaints.at(-1))}`)) throw noMemory(cause);
      throw damaged(complaints.at(-1), cause);
    }
  });
}

/** The decoder starts with 16 MB and takes more for large pictures. */
function instantiate(module: WebAssembly.Module, imports: Imports): WebAssembly.Instance {
  try {
    return new WebAssembly.Instance(module, imports);
  } catch (cause) {
    throw noMemory(cause);
  }
}

function noMemory(cause: unknown): RangeError {
  return new RangeError(
    `JPEG: the decoder needs 16 MB of WebAssembly memory, and more for large pictures, which the system does not give. ${MORE_MEMORY}`,
    { cause },
  );
}

function damaged(complaint = 'unreadable data', cause?: unknown): ImageError {
  return new ImageError(`JPEG: the file must be intact. Received: ${complaint}`, { cause });
}

/**
 * The decoder returns its pixels as the browser's class ImageData, which Node does not have. A
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
