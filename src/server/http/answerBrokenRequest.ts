import { randomUUID } from 'node:crypto';
import type { Socket } from 'node:net';

interface ParserError extends Error {
  readonly code?: string | undefined;
  /** The data that the parser has received, a Buffer. */
  readonly rawPacket?: unknown;
}

/**
 * How long a refused connection stays open: closing it at once could keep the answer from the
 * client.
 */
const LINGER_MS = 500;

interface BrokenRequest {
  readonly id: string;
  readonly status: number;
  /** The error text of the answer. */
  readonly text: string;
}

/**
 * Answers input that is not HTTP, or that was too slow or too long. It writes to the bare socket,
 * because there is no request yet. Returns the answer, or null if the client is gone.
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
