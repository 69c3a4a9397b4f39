import { randomUUID } from 'node:crypto';
import type { Socket } from 'node:net';

interface ParserError extends Error {
  readonly code?: string | undefined;
  /** What the parser has received, a Buffer. */
  readonly rawPacket?: unknown;
}

/** The most that is still read of a request that was refused, and for how long: closing at once could cost the client our answer. */
const LINGER_MS = 500;

interface BrokenRequest {
  readonly id: string;
  readonly status: number;
  /** The error that it was answered with. */
  readonly text: string;
}

/**
 * Answers what is not HTTP, or was too slow or too long: on the bare socket, because there is no request yet. Returns what it has
 * answered, or null where nobody is there to be answered.
 */
export function answerBrokenRequest(error: ParserError, socket: Socket): BrokenRequest | null {
  if (error.code === 'ECONNRESET' || !socket.writable || socket.destroyed) {
    socket.destroy();
    return null;
  }
  const { status, phrase, text } = describe(error);
  const id = randomUUID();
  const body = JSON.stringify({ error: text });
  socket.end(
    `HTTP/1.1 ${status} ${phrase}\r\nConnection: close\r\nContent-Type: application/json; charset=utf-8\r\n` +
      `X-Content-Type-Options: nosniff\r\nX-Request-Id: ${id}\r\nContent-Length: ${Buffer.byteLength(body)}\r\n\r\n${body}`,
  );
  const timer = setTimeout(() => socket.destroy(), LINGER_MS);
  socket.once('close', () => {
    clearTimeout(timer);
  });
  return { id, status, text };
}

function describe({ code, message, rawPacket }: ParserError): { status: number; phrase: string; text: string } {
  switch (code) {
    case 'ERR_HTTP_REQUEST_TIMEOUT':
      return { status: 408, phrase: 'Request Timeout', text: 'request_timeout: the request did not arrive in time' };
    case 'HPE_HEADER_OVERFLOW': {
      const hasLine = Buffer.isBuffer(rawPacket) && rawPacket.includes('\r\n');
      return hasLine
        ? { status: 431, phrase: 'Request Header Fields Too Large', text: 'headers_too_large: more than 16384 bytes' }
        : { status: 414, phrase: 'URI Too Long', text: 'url_too_long: more than 16384 bytes' };
    }
    default: {
      const reason = code?.startsWith('HPE_') === true ? message.replace(/^Parse Error:\s*/, '') : 'cannot be read';
      return { status: 400, phrase: 'Bad Request', text: `bad_http: ${reason}` };
    }
  }
}
