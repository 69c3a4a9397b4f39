import type { FastifyInstance } from 'fastify';

import { ReadQuery } from '../../api/readSchemas.js';
import type { ServerContext } from '../serverContext.js';
import { answerByPool, bytesOf, refuseWhenFull } from './answerByPool.js';

/** POST /v1/read: pictures in, readings out. */
export function readRoutes(server: FastifyInstance, context: ServerContext): void {
  server.post<{ Querystring: ReadQuery }>(
    '/v1/read',
    { schema: { querystring: ReadQuery }, config: { scope: 'read' }, onRequest: refuseWhenFull(context) },
    (request, reply) => {
      const { model, version, alternatives = 2, target_error: targetError = null, single = false } = request.query;
      const { key } = context.store.find(model, version);
      const contentType = request.headers['content-type'] ?? '';
      const body = bytesOf(request.body);
      const options = { alternatives, targetError, single };
      return answerByPool(context, { kind: 'read', model: key, body, contentType, ...options }, reply);
    },
  );
}
