import Fastify, { type FastifyInstance } from 'fastify';
import type { Model } from '../network/modelFile.js';
import { ImageError } from '../errors.js';
import { createRecognizer, defaultModelUrl } from '../node/read.js';
import { loadModel } from '../node/loadModel.js';
import { serveSite } from './serveSite.js';

export interface ServerOptions {
  /** @default the model of the package */
  readonly model?: Model;
  /** Larger request bodies are refused with 413. @default 10,000,000 */
  readonly maxBytes?: number;
  /** Folder of the web app as `npm run build:site` writes it, which is then served below `/`; @default none */
  readonly site?: string;
}

/**
 * A server that is not listening yet: `await createServer().listen({ port: 8080 })`, or `inject` in tests.
 *
 * POST /v1/read takes one PNG or JPEG as the body and answers with a `Reading`; a picture that cannot be read is 422, a body of
 * another type 415. GET /health answers 200. It decodes in its own event loop and has no limits but the sizes of body and
 * picture: keep it behind something that has, and on the loopback address.
 */
export function createServer(options: ServerOptions = {}): FastifyInstance {
  const { model = loadModel(defaultModelUrl), maxBytes = 10_000_000, site } = options;
  const recognizer = createRecognizer(model);
  const server = Fastify({ bodyLimit: maxBytes });
  server.addContentTypeParser(
    ['image/png', 'image/jpeg', 'application/octet-stream'],
    { parseAs: 'buffer' },
    (_request, body, done) => {
      done(null, body);
    },
  );
  server.setErrorHandler((error: Error & { statusCode?: number }, _request, reply) => {
    const status = error instanceof ImageError ? 422 : (error.statusCode ?? 500);
    return reply.status(status).send({ error: status === 500 ? 'internal error' : error.message });
  });
  server.get('/health', () => ({ status: 'ok' }));
  server.post('/v1/read', async (request, reply) => {
    if (!Buffer.isBuffer(request.body)) {
      return reply.status(415).send({ error: 'the body must be a PNG or JPEG picture with its content type.' });
    }
    return recognizer.read(request.body);
  });
  if (site !== undefined) serveSite(server, site);
  return server;
}
