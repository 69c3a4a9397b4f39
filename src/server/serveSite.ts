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
/** Matches gzip in Accept-Encoding, unless its weight is zero (RFC 9110, 12.5.3). */
const ACCEPTS_GZIP = /\bgzip\b(?!\s*;\s*q=0(\.0*)?\s*(,|$))/i;

/**
 * Sent with every file. The first two make a page cross-origin isolated, so that it can train on
 * all cores.
 */
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
  /** Reads the file on the first call and caches it. */
  load(): { readonly plain: Buffer; readonly gzipped: Buffer | null; readonly tag: string };
}

/**
 * Serves the files that are in `folder` at the time of the call (the web app) below `/`. Clients
 * may cache files named after their content for a year; they revalidate all others and get 304 if
 * nothing has changed.
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
 * The content security policy for every file: the page's own (which it carries for static hosts),
 * because workers obey the policy of their script, plus frame-ancestors, which a page cannot set
 * itself.
 */
function policyOf(page: SiteFile | undefined): string {
  const html = page?.load().plain.toString() ?? '';
  const [, policy = ''] = /http-equiv="Content-Security-Policy"\s+content="([^"]*)"/.exec(html) ?? [];
  return [policy, "frame-ancestors 'none'"].filter((part) => part !== '').join('; ');
}

/**
 * Lists the files in the folder. Only these are served: request paths never become paths of the
 * file system.
 */
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
