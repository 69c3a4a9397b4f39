import type { Reading } from '../../digits/reading.js';
import type { DecodeOptions } from '../../image/pixelBudget.js';
import type { RgbaImage } from '../../image/pixels.js';
import type { Model } from '../../formats/native/modelFile.js';
import {
  createNumberRecognizer,
  type ReadOptions,
  type Recognizer,
  type RecognizerOptions,
} from '../../numbers/createNumberRecognizer.js';
import { packageRoot } from '../files/packageRoot.js';
import { decodeImage } from './decodeImage.js';
import { loadModel } from '../models/loadModel.js';
import { readPictureFile } from './readPicture.js';

/** What can be read besides pixels: an encoded picture, or the path or file URL of one. */
export type ImageSource = Uint8Array | ArrayBuffer | Blob | string | URL;

/** The folder of the models that come with the package, and that of the default model. */
export const shippedModelsUrl = new URL('models/', packageRoot);
export const defaultModelUrl = new URL('standard/', shippedModelsUrl);

let defaultRecognizer: Recognizer<ImageSource> | undefined;

/**
 * Reads the digit or number in a picture with the model that comes with the package. The picture is
 * encoded bytes, a path or file URL, or pixels. Rejects with ImageError if it cannot be decoded,
 * and with Error if the file cannot be read.
 */
export async function read(image: ImageSource | RgbaImage, options?: ReadOptions): Promise<Reading> {
  defaultRecognizer ??= loadRecognizer(defaultModelUrl);
  return defaultRecognizer.read(image, options);
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
  return decodeImage(await bytesOf(source, options), options);
}

async function bytesOf(source: ImageSource, options: DecodeOptions): Promise<Uint8Array> {
  if (typeof source === 'string' || source instanceof URL) return readPictureFile(source, options);
  if (source instanceof Uint8Array) return source;
  if (source instanceof ArrayBuffer) return new Uint8Array(source);
  if (source instanceof Blob) return new Uint8Array(await source.arrayBuffer());
  throw new TypeError(
    `read: image must be a path, a URL, bytes, a Blob, or { width, height, data }. Received ${Object.prototype.toString.call(source)}.`,
  );
}
