import type { IncomingHttpHeaders } from 'node:http';
import type { Readable } from 'node:stream';
import { createGunzip, createInflate } from 'node:zlib';

import { messageOf } from '../../messageOf.js';
import { RequestError } from '../requestError.js';
import type { BodyMemory } from './bodyMemory.js';

/** Closes the connection after an early answer, so that the rest of the body is not read. */
const CLOSE = { connection: 'close' };

/**
 * Throws RequestError 413 if the Content-Length is larger than `maxBytes`. The connection stays
 * open and the body is discarded: many clients read the answer only after sending everything, and
 * would find the connection closed.
 */
export function checkBodyLength(headers: IncomingHttpHeaders, maxBytes: number): void {
  const declared = Number(headers['content-length'] ?? 0);
  if (declared > maxBytes) throw tooLarge(declared, maxBytes, {});
}

/**
 * Reads the body of a request and inflates it if it is gzip or deflate. Rejects with RequestError:
 * 413 if it is longer than `maxBytes`, 415 for other encodings, 503 if all bodies together use too
 * much memory.
 */
export async function readBody(
  payload: Readable,
  headers: IncomingHttpHeaders,
  maxBytes: number,
  memory: BodyMemory,
): Promise<Buffer> {
  const encoding = (headers['content-encoding'] ?? 'identity').toLowerCase();
  if (encoding === 'identity') {
    return collect(payload, memory, (length) => {
      if (length > maxBytes) throw tooLarge(length, maxBytes);
    }).catch((error: unknown) => {
      throw error instanceof RequestError ? error : gone();
    });
  }
  if (encoding !== 'gzip' && encoding !== 'deflate') {
    const found = encoding.slice(0, 80);
    throw new RequestError(415, 'unsupported_encoding', `found ${found}, not gzip, deflate or identity`, CLOSE);
  }
  return inflate(payload, encoding, maxBytes, memory);
}

async function inflate(
  payload: Readable,
  encoding: 'gzip' | 'deflate',
  maxBytes: number,
  memory: BodyMemory,
): Promise<Buffer> {
  const inflated = encoding === 'gzip' ? createGunzip() : createInflate();
  let received = 0;
  payload.on('data', (chunk: Buffer) => {
    received += chunk.length;
    if (received > maxBytes) inflated.destroy(tooLarge(received, maxBytes));
  });
  payload.on('error', () => inflated.destroy(gone()));
  payload.pipe(inflated);
  try {
    return await collect(inflated, memory, (length) => {
      if (length <= maxBytes) return;
      throw new RequestError(413, 'decompressed_too_large', `more than ${maxBytes} bytes`, CLOSE);
    });
  } catch (error) {
    payload.unpipe(inflated);
    inflated.destroy();
    if (error instanceof RequestError) throw error;
    throw new RequestError(400, 'bad_encoding', `${encoding}: ${messageOf(error)}`, CLOSE);
  }
}

/** Reads a stream to its end. Rejects with whatever `check` throws for the length so far. */
function collect(stream: Readable, memory: BodyMemory, check: (length: number) => void): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    const chunks: Buffer[] = [];
    let length = 0;
    const stop = (error: unknown): void => {
      stream.off('data', take);
      stream.pause();
      reject(error instanceof Error ? error : new Error(String(error)));
    };
    const take = (chunk: Buffer): void => {
      length += chunk.length;
      try {
        check(length);
        memory.take(chunk.length);
      } catch (error) {
        stop(error);
        return;
      }
      chunks.push(chunk);
    };
    stream.on('data', take);
    stream.on('error', stop);
    stream.on('end', () => {
      resolve(Buffer.concat(chunks, length));
    });
    stream.on('close', () => {
      reject(gone()); // has no effect if the stream has ended
    });
  });
}

function gone(): RequestError {
  return new RequestError(499, 'cancelled', 'the client has closed the connection');
}

function tooLarge(length: number, maxBytes: number, headers: Readonly<Record<string, string>> = CLOSE): RequestError {
  return new RequestError(413, 'body_too_large', `${length} > ${maxBytes} bytes`, headers);
}
