import type { Reading } from '../digits/reading.js';
import { type ByteSource, bytesOf, tagOf } from '../image/bytesOf.js';
import type { DecodeOptions } from '../image/pixelBudget.js';
import type { RgbaImage } from '../image/pixels.js';
import type { Model } from '../formats/native/modelFile.js';
import {
  createNumberRecognizer,
  type ReadOptions,
  type Recognizer,
  type RecognizerOptions,
} from '../numbers/createNumberRecognizer.js';
import { fetchModel } from './fetchModel.js';

/**
 * What can be read besides pixels (`ImageData`): an encoded picture, for instance a `File` from an
 * input, of this page or of a frame.
 */
export type ImageSource = ByteSource;

let defaultRecognizer: Promise<Recognizer<ImageSource>> | undefined;

/**
 * Reads the digit or number in a picture with the model that comes with the package, which is
 * fetched at the first call. Rejects with ImageError if the picture cannot be decoded, and with
 * Error if the model cannot be fetched: then the next call tries again.
 */
export async function read(image: ImageSource | RgbaImage, options?: ReadOptions): Promise<Reading> {
  defaultRecognizer ??= fetchDefaultRecognizer();
  const recognizer = await defaultRecognizer.catch((error: unknown) => {
    defaultRecognizer = undefined;
    throw error;
  });
  return recognizer.read(image, options);
}

async function fetchDefaultRecognizer(): Promise<Recognizer<ImageSource>> {
  // Written out in full, because bundlers look for exactly this form to find the files that belong
  // to a page.
  const config = new URL('../../models/standard/config.json', import.meta.url);
  const weights = new URL('../../models/standard/model.safetensors', import.meta.url);
  return createRecognizer(await fetchModel(config, weights));
}

/**
 * A recognizer with the model in the folder at `url`. Rejects with Error if it cannot be fetched,
 * and with ModelFileError if it is damaged.
 */
export async function loadRecognizer(url: string | URL, options?: RecognizerOptions): Promise<Recognizer<ImageSource>> {
  const folder = new URL(url, 'location' in globalThis ? location.href : undefined);
  if (!folder.pathname.endsWith('/')) folder.pathname += '/';
  return createRecognizer(
    await fetchModel(new URL('config.json', folder), new URL('model.safetensors', folder)),
    options,
  );
}

/**
 * A recognizer with `model`. Throws RangeError for alternatives out of range, and for a target
 * error that the model's calibration cannot promise.
 */
export function createRecognizer(model: Model, options?: RecognizerOptions): Recognizer<ImageSource> {
  return createNumberRecognizer(model, decode, options);
}

async function decode(source: ImageSource, options: DecodeOptions): Promise<RgbaImage> {
  const bytes = await bytesOf(source);
  if (bytes !== null) {
    // A page that reads pixels alone, of a canvas for instance, never loads the decoders.
    const { decodeImage } = await import('./decodeImage.js');
    return decodeImage(bytes, options);
  }
  throw new TypeError(
    `read: image must be bytes, a Blob, or { width, height, data }. Received [object ${tagOf(source)}]. In Node, 'numerist/node' reads paths.`,
  );
}
