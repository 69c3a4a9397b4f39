import { RequestError } from '../requestError.js';

/** The error for too many pictures or tensor rows in one request. */
export function tooMany(count: number, maxPictures: number): RequestError {
  return new RequestError(413, 'batch_too_large', `${count} > ${maxPictures}`);
}
