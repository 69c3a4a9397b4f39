import { definedOnly } from '../../definedOnly.js';
import type { FailedAnswer, ReadAnswer } from '../../api/readSchemas.js';
import { thresholdFor } from '../../digits/thresholdFor.js';
import type { Threshold } from '../../digits/chooseThreshold.js';
import { messageOf } from '../../messageOf.js';
import type { HttpAnswer, ReadWork, WorkerSettings } from './work.js';
import { RequestError } from '../requestError.js';
import { answerAgain } from './answerAgain.js';
import { decodePicture } from './decodePicture.js';
import { pictureParts } from './pictureParts.js';
import type { ServedModel } from './servedModel.js';

const FAILED = { text: '', confidence: 0, status: 'error', digits: [] as never[] } as const;

/**
 * Answers POST /v1/read: one reading, or `{ readings }` where the body's form has room for several.
 * A picture that cannot be read costs none of the others; where there is no other, throws
 * RequestError.
 */
export async function readPictures(work: ReadWork, model: ServedModel, settings: WorkerSettings): Promise<HttpAnswer> {
  const threshold = thresholdOf(work, model);
  const { single: isOnePicture, pictures } = await pictureParts(work, settings.maxPictures);
  let decodeMs = 0;

  const read = async (bytes: Uint8Array): Promise<ReadAnswer> => {
    const begin = performance.now();
    const image = await decodePicture(bytes, settings.maxPixels);
    decodeMs += performance.now() - begin;
    const { single, alternatives } = work;
    const everything = model.recognizer.readPixels(image, { single });
    const { digits, ...reading } = answerAgain(everything, { alternatives, threshold });
    return {
      ...reading,
      digits: digits.map(({ box, alternatives, ...digit }) => ({
        ...digit,
        box: [...box],
        alternatives: [...alternatives],
      })),
    };
  };
  const readOrFail = async (bytes: Uint8Array): Promise<ReadAnswer | FailedAnswer> => {
    try {
      return await read(bytes);
    } catch (error) {
      if (!(error instanceof RequestError) || pictures.length === 1) throw error;
      return { ...FAILED, error: error.message };
    }
  };

  let result: unknown;
  if (isOnePicture) result = await read(pictures[0].bytes);
  else {
    const readings = [];
    for (const { name, bytes } of pictures) {
      readings.push(definedOnly({ name, ...(await readOrFail(bytes)) }));
    }
    result = { readings };
  }
  return {
    status: 200,
    contentType: 'application/json; charset=utf-8',
    headers: {},
    body: JSON.stringify(result),
    pictures: pictures.length,
    decodeMs,
  };
}

function thresholdOf({ targetError }: ReadWork, { config }: ServedModel): Threshold | null {
  if (targetError === null) return null;
  try {
    return thresholdFor(config.calibration, targetError);
  } catch (error) {
    if (error instanceof RangeError) throw new RequestError(400, 'bad_parameter', messageOf(error));
    throw error;
  }
}
