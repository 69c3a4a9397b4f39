import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { extname, join, relative, sep } from 'node:path';
import { gzipSync } from 'node:zlib';

import type { FastifyInstance } from 'fastify';

const TYPES: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.json': 'application/json; charset=utf-8',
  '.webmanifest': 'application/manifest+json',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.jpg': 'image/jpeg',
};
const COMPRESSIBLE = /^(text|application\/(json|manifest)|image\/svg)/;
/** In Accept-Encoding, unless with a weight of zero (RFC 9110, 12.5.3). */
const ACCEPTS_GZIP = /\bgzip\b(?!\s*;\s*q=0(\.0*)?\s*(,|$))/i;

/** Sent with every file. With the first two, a page is cross-origin isolated and may train on all cores. */
const HEADERS: Readonly<Record<string, string>> = {
  'cross-origin-opener-policy': 'same-origin',
  'cross-origin-embedder-policy': 'require-corp',
  'cross-origin-resource-policy': 'same-origin',
  'x-content-type-options': 'nosniff',
  'referrer-policy': 'no-referrer',
  'permissions-policy': 'camera=(self), microphone=(), geolocation=()',
};

interface SiteFile {
  readonly path: string;
  readonly type: string;
  /** Read at the first request, and kept. */
  load(): { readonly plain: Buffer; readonly gzipped: Buffer | null; readonly tag: string };
}

/**
 * Serves the files that are in `folder` now, the web app's, below `/`. What is named after its content may be kept for a year;
 * everything else is asked for again and answered with 304 where it has not changed.
 */
export function serveSite(server: FastifyInstance, folder: string): void {
  const files = filesIn(folder);
  const policy = policyOf(files.find(({ path }) => path === '/index.html'));
  for (const file of files) {
    const forever = /^\/app-[0-9a-f]+\//.test(file.path);
    const paths = file.path === '/index.html' ? ['/', file.path] : [file.path];
    for (const path of paths) {
      server.get(path, (request, reply) => {
        const { plain, gzipped, tag } = file.load();
        void reply.headers(HEADERS).header('content-security-policy', policy).header('etag', tag).type(file.type);
        void reply.header('cache-control', forever ? 'public, max-age=31536000, immutable' : 'no-cache');
        if (request.headers['if-none-match'] === tag) return reply.code(304).send();
        if (gzipped === null) return reply.send(plain);
        void reply.header('vary', 'accept-encoding');
        return ACCEPTS_GZIP.test(request.headers['accept-encoding'] ?? '')
          ? reply.header('content-encoding', 'gzip').send(gzipped)
          : reply.send(plain);
      });
    }
  }
}

/**
 * The content security policy that the page has for static hosts, for every file: workers obey that of their own script. A page
 * cannot say itself who may frame it.
 */
function policyOf(page: SiteFile | undefined): string {
  const html = page?.load().plain.toString() ?? '';
  const [, policy = ''] = /http-equiv="Content-Security-Policy"\s+content="([^"]*)"/.exec(html) ?? [];
  return [policy, "frame-ancestors 'none'"].filter((part) => part !== '').join('; ');
}

/** Only what is in the folder can be asked for: no path of a request ever becomes one of the file system. */
function filesIn(folder: string): SiteFile[] {
  const entries = readdirSync(folder, { recursive: true, withFileTypes: true });
  return entries
    .filter((entry) => entry.isFile())
    .map((entry) => {
      const absolute = join(entry.parentPath, entry.name);
      const type = TYPES[extname(entry.name)] ?? 'application/octet-stream';
      let loaded: ReturnType<SiteFile['load']> | null = null;
      return {
        path: `/${relative(folder, absolute).split(sep).join('/')}`,
        type,
        load() {
          loaded ??= readFile(absolute, COMPRESSIBLE.test(type));
          return loaded;
        },
      };
    });
}

function readFile(path: string, compress: boolean): ReturnType<SiteFile['load']> {
  const plain = readFileSync(path);
  const tag = `"${createHash('sha256').update(plain).digest('base64url').slice(0, 22)}"`;
  return { plain, gzipped: compress ? gzipSync(plain) : null, tag };
}
