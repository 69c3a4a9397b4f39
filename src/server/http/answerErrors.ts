import type { FastifyError, FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';

import { RequestError } from '../requestError.js';

/**
 * Answers every error with `{"error": "<code>: <text>"}`, without a stack or a path. Unexpected
 * errors are logged and answered with 500.
 */
export function answerErrors(server: FastifyInstance): void {
  server.setErrorHandler(answerError);
  server.setNotFoundHandler((request, reply) => {
    answerError(new RequestError(404, 'not_found', `there is no ${request.method} ${pathOf(request)}`), request, reply);
  });
}

/** Answers one error; also used for errors before routing. */
export function answerError(error: FastifyError | RequestError, request: FastifyRequest, reply: FastifyReply): void {
  const known = error instanceof RequestError ? error : translate(error);
  if (known.status >= 500 && known !== error) request.log.error({ err: error }, 'unexpected error');
  void reply.status(known.status).headers(known.headers).send({ error: known.message });
}

function translate(error: FastifyError): RequestError {
  if (error.validation !== undefined) return new RequestError(400, 'bad_parameter', error.message.slice(0, 300));
  const status = error.statusCode ?? 500;
  if (status >= 500) return new RequestError(500, 'internal', 'an unexpected error; it is logged with the request id');
  if (status === 415) return new RequestError(415, 'unsupported_type', 'the header Content-Type is not valid');
  return new RequestError(status, status === 414 ? 'url_too_long' : 'bad_request', error.message.slice(0, 300));
}

function pathOf({ url }: FastifyRequest): string {
  const [path] = url.split('?', 1);
  return path.length > 100 ? `${path.slice(0, 100)}…` : path;
}
