import type { FastifyInstance } from 'fastify';

import type { ModelMetadata, ServerMetadata } from '../../api/inferSchemas.js';
import { packageVersion } from '../../node/files/packageVersion.js';
import type { ServerContext } from '../serverContext.js';
import { OUTPUT_NAMES, tensorsOf } from '../tensors.js';
import { answerByPool, bytesOf, refuseWhenFull } from './answerByPool.js';

interface Named {
  Params: { readonly model: string; readonly version?: string };
}

/** The Open Inference Protocol v2: metadata, readiness and inference. */
export function inferRoutes(server: FastifyInstance, context: ServerContext): void {
  const { store, pool } = context;
  const config = { scope: 'read' } as const;

  server.get('/v2/health/live', () => ({ live: true }));
  server.get('/v2/health/ready', (_request, reply) => {
    const ready = !context.stopping && pool.ready && store.all.length > 0;
    return ready ? { ready } : reply.status(503).send({ ready, error: 'not_ready: the server starts or stops' });
  });
  server.get('/v2', { config }, (): ServerMetadata => ({
    name: 'numerist',
    version: packageVersion(),
    extensions: ['binary_tensor_data'],
  }));

  for (const path of ['/v2/models/:model', '/v2/models/:model/versions/:version']) {
    server.get<Named>(path, { config }, ({ params }): ModelMetadata => {
      const found = store.find(params.model, params.version);
      const { input, outputs } = tensorsOf(found.config);
      return {
        name: found.name,
        versions: store.versionsOf(found.name).map(({ version }) => version),
        platform: 'numerist',
        inputs: [{ name: 'pictures', datatype: input.datatype, shape: [...input.shape] }],
        outputs: OUTPUT_NAMES.map((name) => ({
          name,
          datatype: outputs[name].datatype,
          shape: [...outputs[name].shape],
        })),
      };
    });
    server.get<Named>(`${path}/ready`, { config }, ({ params }, reply) => {
      const { name } = store.find(params.model, params.version);
      const { ready } = pool;
      return ready
        ? { name, ready }
        : reply.status(503).send({ name, ready, error: 'not_ready: no thread has started' });
    });
    server.post<Named>(`${path}/infer`, { config, onRequest: refuseWhenFull(context) }, (request, reply) => {
      const { key } = store.find(request.params.model, request.params.version);
      const header = request.headers['inference-header-content-length'];
      const headerLength = header === undefined ? null : String(header);
      return answerByPool(context, { kind: 'infer', model: key, body: bytesOf(request.body), headerLength }, reply);
    });
  }
}
