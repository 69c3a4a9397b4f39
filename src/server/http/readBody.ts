import type { IncomingHttpHeaders } from 'node:http';
import type { Readable } from 'node:stream';
import { createGunzip, createInflate } from 'node:zlib';

import { messageOf } from '../../node/files/explainSystemError.js';
import { RequestError } from '../requestError.js';
import type { BodyMemory } from './bodyMemory.js';

/** After an answer before its end, what is left of a body is not wanted. */
const CLOSE = { connection: 'close' };

/**
 * Throws RequestError 413 where a client says that its body is longer than `maxBytes`. The connection stays, and what comes is thrown
 * away: many clients look for an answer only when all is sent, and would find it closed.
 */
export function checkLength(headers: IncomingHttpHeaders, maxBytes: number): void {
  const declared = Number(headers['content-length'] ?? 0);
  if (declared > maxBytes) throw tooLarge(declared, maxBytes, {});
}

/**
 * The body of a request, inflated where it came as gzip or deflate. Rejects with RequestError: 413 where it is longer than `maxBytes`, 415
 * for another encoding, 503 where all bodies together take too much memory.
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

/** All that a stream gives. Rejects with what `check` throws for the length so far. */
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
      reject(gone()); // where it has not ended
    });
  });
}

function gone(): RequestError {
  return new RequestError(499, 'cancelled', 'the client has closed the connection');
}

function tooLarge(length: number, maxBytes: number, headers: Readonly<Record<string, string>> = CLOSE): RequestError {
  return new RequestError(413, 'body_too_large', `${length} > ${maxBytes} bytes`, headers);
}
