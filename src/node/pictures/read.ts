import type { Reading } from '../../digits/reading.js';
import { type ByteSource, bytesOf, tagOf } from '../../image/bytesOf.js';
import type { DecodeOptions } from '../../image/pixelBudget.js';
import type { RgbaImage } from '../../image/pixels.js';
import type { Model } from '../../formats/native/modelFile.js';
import {
  createNumberRecognizer,
  type ReadOptions,
  type Recognizer,
  type RecognizerOptions,
} from '../../numbers/createNumberRecognizer.js';
import { decodeImage } from './decodeImage.js';
import { loadModel } from '../models/loadModel.js';
import { loadDefaultModel } from '../models/shippedModels.js';
import { readPictureFile } from './readPicture.js';

/**
 * What can be read besides pixels: an encoded picture (as bytes of any kind or a Blob), or the path
 * or file URL of one. Values of other realms, of a `vm` context for instance, are the same.
 */
export type ImageSource = ByteSource | string | URL;

let defaultRecognizer: Promise<Recognizer<ImageSource>> | undefined;

/**
 * Reads the digit or number in a picture with the model that comes with the package. The picture is
 * encoded bytes, a path or file URL, or pixels. Rejects with ImageError if it cannot be decoded,
 * and with Error if the file cannot be read.
 */
export async function read(image: ImageSource | RgbaImage, options?: ReadOptions): Promise<Reading> {
  defaultRecognizer ??= loadDefaultModel().then((model) => createRecognizer(model));
  const recognizer = await defaultRecognizer.catch((error: unknown) => {
    defaultRecognizer = undefined; // the next call tries again
    throw error;
  });
  return recognizer.read(image, options);
}

/** A recognizer with the model at a path: see `loadModel`. */
export function loadRecognizer(path: string | URL, options?: RecognizerOptions): Recognizer<ImageSource> {
  return createRecognizer(loadModel(path), options);
}

/**
 * A recognizer with `model`. Throws RangeError for alternatives out of range, and for a target
 * error that the model's calibration cannot promise.
 */
export function createRecognizer(model: Model, options?: RecognizerOptions): Recognizer<ImageSource> {
  return createNumberRecognizer(model, decode, options);
}

async function decode(source: ImageSource, options: DecodeOptions): Promise<RgbaImage> {
  if (typeof source === 'string' || isUrl(source)) return decodeImage(await readPictureFile(source, options), options);
  const bytes = await bytesOf(source);
  if (bytes !== null) return decodeImage(bytes, options);
  throw new TypeError(
    `read: image must be a path, a URL, bytes, a Blob, or { width, height, data }. Received [object ${tagOf(source)}].`,
  );
}

function isUrl(source: unknown): source is URL {
  return tagOf(source) === 'URL';
}
