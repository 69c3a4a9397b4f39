import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { ImageError } from '../errors.js';
import { checkPixelBudget, type DecodeOptions } from '../image/pixelBudget.js';
import type { RgbaImage } from '../image/pixels.js';
import { readJpegSize } from '../image/readJpegSize.js';

/** One instance of MozJPEG, as the package's file `mozjpeg_dec.js` makes it; the package's own types need the DOM. */
interface MozJpeg {
  decode(bytes: Uint8Array, applyOrientation: boolean): RgbaImage | null;
}
type MozJpegFactory = (options: {
  readonly noInitialRun: boolean;
  readonly print: (line: string) => void;
  readonly printErr: (line: string) => void;
  readonly instantiateWasm: (imports: Imports, done: (instance: WebAssembly.Instance) => void) => unknown;
}) => Promise<MozJpeg>;
type Imports = ConstructorParameters<typeof WebAssembly.Instance>[1];

const CODEC = '@jsquash/jpeg/codec/dec/mozjpeg_dec';
let compiled: WebAssembly.Module | undefined;

/**
 * Decodes a JPEG with MozJPEG (package @jsquash/jpeg) and turns it as its EXIF orientation says. Throws ImageError where it
 * is damaged, cut off or over the pixel budget, which is checked before the decoder sees the file.
 */
export async function decodeJpeg(bytes: Uint8Array, options: DecodeOptions = {}): Promise<RgbaImage> {
  const size = readJpegSize(bytes);
  checkPixelBudget(size.width, size.height, options);
  const complaints: string[] = [];
  const decoder = await createDecoder(complaints);
  const image = decodeWith(decoder, bytes, complaints);
  // Stray bytes between the parts of a file, which some cameras leave, cost no pixel; every other complaint does.
  const damage = complaints.find((line) => !line.includes('extraneous bytes before marker'));
  if (image === null || damage !== undefined) throw damaged(damage);
  return { width: image.width, height: image.height, data: image.data };
}

/** A decoder for one picture: after a damaged one its memory is not to be trusted. */
async function createDecoder(complaints: string[]): Promise<MozJpeg> {
  const { default: create } = (await import(`${CODEC}.js`)) as { default: MozJpegFactory };
  const module = (compiled ??= new WebAssembly.Module(
    await readFile(createRequire(import.meta.url).resolve(`${CODEC}.wasm`)),
  ));
  const print = (line: string) => void complaints.push(line);
  return keepImageData(() =>
    create({
      noInitialRun: true,
      print,
      printErr: print,
      instantiateWasm: (imports, done) => {
        const instance = new WebAssembly.Instance(module, imports);
        done(instance);
        return instance.exports;
      },
    }),
  );
}

function decodeWith(decoder: MozJpeg, bytes: Uint8Array, complaints: readonly string[]): RgbaImage | null {
  return keepImageData(() => {
    try {
      return decoder.decode(bytes, true);
    } catch (cause) {
      throw damaged(complaints.at(-1), cause);
    }
  });
}

function damaged(complaint = 'unreadable data', cause?: unknown): ImageError {
  return new ImageError(`JPEG: the file must be intact. Received: ${complaint}`, { cause });
}

/**
 * The decoder hands its pixels over in the browser's class ImageData. Node has none: it gets a stand-in while `run` lasts,
 * and only then, because other packages take that global as the sign of a browser.
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
