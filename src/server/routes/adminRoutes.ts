import type { FastifyInstance } from 'fastify';

import type { ServerContext } from '../serverContext.js';

/** GET /metrics for Prometheus, and POST /v1/admin/reload, which does the same as SIGHUP. */
export function adminRoutes(server: FastifyInstance, { metrics, store }: ServerContext): void {
  server.get('/metrics', { config: { scope: 'metrics' } }, async (_request, reply) =>
    reply.type(metrics.registry.contentType).send(await metrics.registry.metrics()),
  );
  server.post('/v1/admin/reload', { config: { scope: 'admin' } }, async (request, reply) => {
    const outcome = await store.reload();
    request.log.info(outcome, 'reloaded');
    if (outcome.refused.length === 0) return reply.send(outcome);
    const error = `model_refused: ${outcome.refused.map(({ model }) => model).join(', ')}`;
    return reply.status(422).send({ ...outcome, error });
  });
}
