import { readFileSync } from 'node:fs';
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { extname } from 'node:path';

import typescript from 'typescript';

import { within } from '../support/waitUntil.js';

const ROOT = new URL('../../', import.meta.url);
const TYPES: Readonly<Record<string, string>> = {
  '.js': 'text/javascript',
  '.html': 'text/html',
  '.json': 'application/json',
  '.png': 'image/png',
  '.jpg': 'image/jpeg',
};
// Violations are reported to the server, because those in workers show nowhere else.
const CONTENT_SECURITY_POLICY = "default-src 'self'; script-src 'self' 'wasm-unsafe-eval'; report-uri /violation";

export interface ServeOptions {
  /** Sends the headers that make a page cross-origin isolated. */
  readonly isolated: boolean;
  /** A path that is answered with 404. */
  readonly missing?: string;
}

/**
 * Serves the built library as `/src/`, its models and samples, the test programs compiled on the way, and an empty page, all
 * under a strict content security policy, whose violations are kept.
 */
export async function serveRepository({ isolated, missing }: ServeOptions) {
  const violations: string[] = [];
  const server = createServer((request, response) => {
    const path = new URL(request.url ?? '/', 'http://localhost').pathname;
    response.setHeader('content-security-policy', CONTENT_SECURITY_POLICY);
    if (isolated) {
      response.setHeader('cross-origin-opener-policy', 'same-origin');
      response.setHeader('cross-origin-embedder-policy', 'require-corp');
    }
    if (path === '/violation') {
      request.on('data', (report: Buffer) => violations.push(report.toString()));
      response.writeHead(204).end();
      return;
    }
    try {
      if (path === missing) throw new Error('missing on purpose');
      response.setHeader('content-type', TYPES[extname(path)] ?? 'application/octet-stream').end(contentOf(path));
    } catch {
      // The browser asks for an icon on its own.
      response.writeHead(path === '/favicon.ico' ? 204 : 404).end();
    }
  });
  server.listen(0, '127.0.0.1');
  await within('a server that listens', once(server, 'listening'));
  return {
    origin: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    violations,
    close(): void {
      server.closeAllConnections();
      server.close();
    },
  };
}

function contentOf(path: string): Buffer | string {
  if (path === '/page.html') return '<!doctype html><title>Numerist</title>';
  if (path.startsWith('/test/')) return compiled(new URL(`.${path.replace(/\.js$/, '.ts')}`, ROOT));
  const folder = /^\/(src|models|samples)\//.exec(path)?.[1];
  if (folder === undefined) throw new Error(`${path} is not served.`);
  return readFileSync(new URL(folder === 'src' ? path.replace('/src/', './dist/') : `.${path}`, ROOT));
}

/** A test program as JavaScript; the few functions of vitest that the case suites use are our own in a page. */
function compiled(file: URL): string {
  const { outputText } = typescript.transpileModule(readFileSync(file, 'utf8'), {
    compilerOptions: { target: typescript.ScriptTarget.ES2022, module: typescript.ModuleKind.ESNext },
  });
  return outputText.replace(`'vitest'`, `'/test/browser/vitestInPage.js'`);
}
