import { once } from 'node:events';

import { Busboy } from '@fastify/busboy';

import { definedOnly } from '../../definedOnly.js';
import { messageOf } from '../../messageOf.js';
import { RequestError } from '../requestError.js';
import { tooMany } from './tooMany.js';

/** One encoded picture of a request. */
export interface PicturePart {
  /** File name, if it has one. */
  readonly name?: string;
  readonly bytes: Uint8Array;
}

/**
 * The files of a multipart/form-data body (RFC 7578). Throws RequestError if it is malformed or
 * holds no file or more than `maxPictures`. Fields that are not files are refused, so that no
 * option is silently ignored.
 */
export async function readMultipart(
  body: Uint8Array,
  contentType: string,
  maxPictures: number,
): Promise<readonly PicturePart[]> {
  const pictures: { name: string | undefined; chunks: Uint8Array[] }[] = [];
  const problems: RequestError[] = [];
  const refuse = (error: RequestError): void => void problems.push(error);
  try {
    const form = new Busboy({
      headers: { 'content-type': contentType },
      limits: { files: maxPictures, fields: 1, headerPairs: 16, headerSize: 4096 },
    });
    // If the head of a part has no names, both are undefined, whatever their declared types.
    form.on('file', (field: string | undefined, stream, name: string | undefined) => {
      const chunks: Uint8Array[] = [];
      pictures.push({ name: name === '' ? undefined : name, chunks });
      if (field !== 'file')
        refuse(badForm(`each picture must be a field named file. Received ${String(field).slice(0, 80)}`));
      stream.on('data', (chunk: Uint8Array) => chunks.push(chunk));
      stream.on('error', (error) => {
        refuse(badForm(error.message));
      });
    });
    form.on('field', (field: string | undefined) => {
      refuse(badForm(`each field must be a file. Received the field ${String(field).slice(0, 80)}`));
    });
    form.on('filesLimit', () => {
      refuse(tooMany(maxPictures + 1, maxPictures));
    });
    const finished = once(form, 'finish');
    form.end(body);
    await finished;
  } catch (error) {
    throw badForm(messageOf(error));
  }
  if (problems.length > 0) throw problems[0];
  if (pictures.length === 0) throw badForm('there must be a field named file. Received none');
  return pictures.map(({ name, chunks }) => definedOnly({ name, bytes: Buffer.concat(chunks) }));
}

function badForm(text: string): RequestError {
  return new RequestError(400, 'bad_multipart', text);
}
