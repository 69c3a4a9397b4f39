import type { IncomingMessage } from 'node:http';
import { availableParallelism } from 'node:os';

import Fastify, { LogController, type FastifyInstance, type FastifyRequest } from 'fastify';

import { answerBrokenRequest } from './http/answerBrokenRequest.js';
import { answerError, answerErrors } from './http/answerErrors.js';
import { admit } from './http/admit.js';
import { MemoryBudget, type BodyMemory } from './http/bodyMemory.js';
import { closeConnections } from './http/closeConnections.js';
import { countRequests } from './http/countRequests.js';
import { checkBodyLength, readBody } from './http/readBody.js';
import { refuseOddRequests } from './http/refuseOddRequests.js';
import { refuseOtherMethods } from './http/refuseOtherMethods.js';
import { requestId } from './http/requestId.js';
import { setSecurityHeaders } from './http/securityHeaders.js';
import { Metrics } from './metrics.js';
import { ModelStore } from './models/modelStore.js';
import { adminRoutes } from './routes/adminRoutes.js';
import { docsRoutes } from './routes/docsRoutes.js';
import { inferRoutes } from './routes/inferRoutes.js';
import { readRoutes } from './routes/readRoutes.js';
import type { ServerContext } from './serverContext.js';
import { createServerPool } from './serverPool.js';
import { serveSite } from './serveSite.js';
import { withDefaults, type ServerOptions, type Settings } from './serverOptions.js';

/** How many request bodies of the largest size may be in memory at a time. */
const LARGEST_BODIES = 8;
const MAX_HEADER_BYTES = 16_384;
/** Longer than load balancers keep idle connections, so that they close them first. */
const KEEP_ALIVE_MS = 65_000;

/**
 * A server that does not listen yet: `await createServer().listen({ host: '127.0.0.1', port: 8080
 * })`, or `inject` in tests. It has the routes of /openapi.json and reads in worker threads. It
 * loads its models when it gets ready, which rejects with Error if one cannot be loaded. `close()`
 * answers the requests that have begun and ends the threads. Throws RangeError for options out of
 * range, and TypeError for malformed keys.
 */
export function createServer(options: ServerOptions = {}): FastifyInstance {
  return createServers(options).server;
}

/** A server, and what its owner needs to run it. */
export interface Servers {
  readonly server: FastifyInstance;
  /** Only metrics and admin calls, if `adminHere` is false; it uses the threads of `server`. */
  readonly admin: FastifyInstance | null;
  readonly context: ServerContext;
}

/**
 * `createServer`, with a second server for metrics and admin calls if the first is not to have
 * them.
 */
export function createServers(
  options: ServerOptions = {},
  workerModule = new URL('./worker/inferenceWorker.js', import.meta.url),
): Servers {
  const settings = withDefaults(options);
  const { threads = availableParallelism() } = options;
  if (!Number.isInteger(threads) || threads < 1) {
    throw new RangeError(`createServer: threads must be a whole number from 1. Received ${threads}.`);
  }
  const pool = createServerPool({
    ...settings,
    threads,
    module: workerModule,
    onLost: (reason) => {
      metrics.threadLost();
      server.log.error({ reason }, 'a worker thread has ended; another is started');
    },
    onTaken: (requests) => {
      metrics.taken(requests);
    },
  });
  const store = new ModelStore(pool, options.model, options.defaultModel);
  const metrics = new Metrics({ queueDepth: () => pool.depth, models: () => store.all });
  const context: ServerContext = { pool, store, metrics, stopping: false };

  const server = listener(settings, context, options.trustProxy, (app) => {
    readRoutes(app, context);
    inferRoutes(app, context);
    docsRoutes(app);
    if (settings.adminHere) adminRoutes(app, context);
    if (options.site !== undefined) serveSite(app, options.site);
  });
  server.addHook('onReady', async () => {
    const { refused } = await store.reload();
    const [problem] = refused;
    if (refused.length > 0) {
      throw new Error(problem.model === '*' ? problem.reason : `cannot load ${problem.model}: ${problem.reason}`);
    }
    store.find(); // the default model must be among them
  });
  server.addHook('preClose', () => {
    context.stopping = true;
  });
  server.addHook('onClose', () => pool.close());
  const admin = settings.adminHere
    ? null
    : listener(settings, context, options.trustProxy, (app) => {
        adminRoutes(app, context);
      });
  return { server, admin, context };
}

/** A Fastify app with these routes and everything they need. */
function listener(
  settings: Settings,
  context: ServerContext,
  trustProxy: string | undefined,
  addRoutes: (server: FastifyInstance) => void,
): FastifyInstance {
  const { maxBytes, headersTimeoutMs, requestTimeoutMs, logger } = settings;
  const memory = new MemoryBudget(LARGEST_BODIES * maxBytes);
  const server = Fastify({
    ...(logger !== false && { loggerInstance: logger }),
    logController: new LogController({ disableRequestLogging: true }),
    genReqId: (request) => requestId(request),
    requestIdHeader: false,
    trustProxy: trustProxy ?? false,
    pluginTimeout: 0, // threads have limits of their own, and start slowly where the processors are busy
    requestTimeout: requestTimeoutMs,
    keepAliveTimeout: KEEP_ALIVE_MS,
    return503OnClosing: false, // requests on open connections are answered until the last of them
    ajv: { customOptions: { removeAdditional: false } },
    frameworkErrors: (error, request, reply) => {
      setSecurityHeaders(request, reply); // no hook runs for these
      counting.begin(request, reply);
      answerError(error, request, reply);
    },
    routerOptions: { maxParamLength: MAX_HEADER_BYTES }, // no URL is longer
    http: {
      maxHeaderSize: MAX_HEADER_BYTES,
      headersTimeout: Math.min(headersTimeoutMs, requestTimeoutMs), // more than that is no time that Node takes
      requestTimeout: requestTimeoutMs,
      connectionsCheckingInterval: 500,
      requireHostHeader: false, // asked for by `refuseOddRequests`, which says so in the answer
    },
    clientErrorHandler: (error, socket) => {
      const answered = answerBrokenRequest(error, socket);
      if (answered === null) return;
      const { id, status, text } = answered;
      counting.broken(status, socket);
      server.log.info({ reqId: id, status, error: text }, 'request refused');
    },
  });
  const counting = countRequests(server, context.metrics);
  server.addHook('onRequest', (request, reply, done) => {
    setSecurityHeaders(request, reply);
    done();
  });
  refuseOddRequests(server);
  const bodies = new WeakMap<FastifyRequest, BodyMemory>();
  server.addHook('onSend', (request, reply, _payload, done) => {
    bodies.get(request)?.release(); // here, because a request that was not read to its end never closes
    if (context.stopping) void reply.header('connection', 'close'); // asked for before or after, this is its last answer
    done();
  });
  const { pool } = context;
  closeConnections(server, requestTimeoutMs, () => pool.working + pool.depth > 0);
  admit(server, settings);
  answerErrors(server);
  server.removeAllContentTypeParsers();
  server.addHook('preParsing', (request, _reply, _payload, done) => {
    checkBodyLength(request.headers, maxBytes);
    done();
  });
  server.addContentTypeParser('*', (request: FastifyRequest, payload: IncomingMessage) => {
    const held = memory.open();
    bodies.set(request, held);
    return readBody(payload, request.headers, maxBytes, held);
  });
  const refuseTheRest = refuseOtherMethods(server);
  addRoutes(server);
  refuseTheRest();
  return server;
}
