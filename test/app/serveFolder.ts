import { readFileSync } from 'node:fs';
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { extname, join } from 'node:path';
import { gzipSync } from 'node:zlib';

import { within } from '../support/waitUntil.js';

const TYPES: Readonly<Record<string, string>> = {
  '.html': 'text/html',
  '.js': 'text/javascript',
  '.css': 'text/css',
  '.json': 'application/json',
  '.webmanifest': 'application/manifest+json',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
};

/** Serves a folder under `/some/where/` as a simple static host does: gzipped where it is text, with no header of ours. */
export async function serveFolder(folder: string) {
  let online = true;
  const sent = { bytes: 0 };
  const server = createServer((request, response) => {
    const path = new URL(request.url ?? '/', 'http://localhost').pathname.replace(/^\/some\/where\//, '');
    if (!online) {
      request.socket.destroy();
      return;
    }
    try {
      const type = TYPES[extname(path === '' ? 'index.html' : path)] ?? 'application/octet-stream';
      const plain = readFileSync(join(folder, path === '' ? 'index.html' : path));
      const isText = !/png|octet/.test(type);
      const body = isText ? gzipSync(plain) : plain;
      sent.bytes += body.length;
      response.writeHead(200, {
        'content-type': type,
        'cache-control': 'max-age=600',
        ...(isText && { 'content-encoding': 'gzip' }),
      });
      response.end(body);
    } catch {
      response.writeHead(404).end();
    }
  });
  server.listen(0, '127.0.0.1');
  await within('a server that listens', once(server, 'listening'));
  return {
    address: `http://127.0.0.1:${(server.address() as AddressInfo).port}/some/where/`,
    /** Bytes of all bodies so far, compressed. */
    sent,
    /** From now on every connection is cut. */
    goOffline(): void {
      online = false;
      server.closeAllConnections();
    },
    close(): void {
      server.closeAllConnections();
      server.close();
    },
  };
}
