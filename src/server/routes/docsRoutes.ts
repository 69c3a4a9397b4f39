import { createHash } from 'node:crypto';

import type { FastifyInstance } from 'fastify';

import { openApi } from '../docs/openApi.js';
import { renderDocs } from '../docs/renderDocs.js';

/** GET /openapi.json, and GET /docs, the same for people: one page without scripts. */
export function docsRoutes(server: FastifyInstance): void {
  const { page, style } = renderDocs(openApi());
  const hash = createHash('sha256').update(style).digest('base64');
  const policy = `default-src 'none'; style-src 'sha256-${hash}'; base-uri 'none'; frame-ancestors 'none'`;
  server.get('/openapi.json', () => openApi());
  server.get('/docs', (_request, reply) =>
    reply.header('content-security-policy', policy).type('text/html; charset=utf-8').send(page),
  );
}
