import type { FastifyInstance, HTTPMethods } from 'fastify';

import { RequestError } from '../requestError.js';

const METHODS: readonly HTTPMethods[] = ['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS'];

/**
 * Records every route added after this call. The returned function then answers all other methods
 * of these routes with 405 and Allow.
 */
export function refuseOtherMethods(server: FastifyInstance): () => void {
  const routes = new Map<string, Set<string>>();
  server.addHook('onRoute', ({ url, method }) => {
    const methods = routes.get(url) ?? new Set<string>();
    for (const name of [method].flat()) methods.add(name);
    routes.set(url, methods);
  });
  return () => {
    for (const [url, methods] of [...routes]) {
      const allow = [...methods].join(', ');
      server.route({
        url,
        method: METHODS.filter((method) => !methods.has(method)),
        onRequest: ({ method }, _reply, done) => {
          done(new RequestError(405, 'method_not_allowed', `${method} is not one of ${allow}`, { allow }));
        },
        handler: () => undefined,
      });
    }
  };
}
