import type { TSchema } from 'typebox';

import { ReloadAnswer } from '../../api/adminSchemas.js';
import * as infer from '../../api/inferSchemas.js';
import * as read from '../../api/readSchemas.js';
import { packageVersion } from '../../node/files/packageVersion.js';

type Json = Readonly<Record<string, unknown>>;

/** One operation, as the renderer needs it. */
export interface Operation {
  readonly operationId: string;
  readonly summary: string;
  readonly description?: string;
  readonly parameters?: readonly Json[];
  readonly requestBody?: { readonly content: Readonly<Record<string, Json>> };
  readonly responses: Readonly<Record<string, { readonly description: string; readonly content?: Json }>>;
  readonly security?: readonly Json[];
}

export interface OpenApi {
  readonly openapi: string;
  readonly info: Json & { readonly title: string; readonly version: string; readonly description: string };
  readonly paths: Readonly<Record<string, Readonly<Record<string, Operation>>>>;
  readonly components: Json;
}

const ERRORS: Readonly<Record<number, string>> = {
  400: 'The request is not valid.',
  401: 'A key is needed, or is not known.',
  403: 'The key has not the scope.',
  404: 'There is no such model.',
  408: 'The request did not arrive in time.',
  413: 'Too many bytes or pictures.',
  415: 'Another kind of body than can be read.',
  422: 'A picture that is damaged or too large, or a model that is refused.',
  429: 'More requests than the rate limit lets in.',
  500: 'An unexpected error, or the thread that worked on this request has ended.',
  503: 'There is no room, and Retry-After says when to come again; or the server starts or stops.',
  504: 'The request has waited too long, and was not begun.',
};

/** The document of GET /openapi.json (OpenAPI 3.1), from the schemas that validate requests. */
export function openApi(): OpenApi {
  const model = pathParameter('model', 'Name of a model.');
  const version = pathParameter('version', 'One of its versions; the newest without.');
  return {
    openapi: '3.1.0',
    info: {
      title: 'Numerist',
      version: packageVersion(),
      description: 'Reads handwritten digits. Errors are `{"error": "<code>: <text>"}`.',
      license: { name: 'MIT', identifier: 'MIT' },
    },
    paths: {
      '/v1/read': { post: readOperation() },
      '/v2': { get: operation('serverMetadata', 'Name, version and extensions of the server', infer.ServerMetadata) },
      '/v2/health/live': { get: open(operation('live', 'Whether the process runs', infer.LiveAnswer, [])) },
      '/v2/health/ready': { get: open(operation('ready', 'Whether it can answer', infer.ReadyAnswer, [503])) },
      ...inferPaths('/v2/models/{model}', '', [model]),
      ...inferPaths('/v2/models/{model}/versions/{version}', 'Version', [model, version]),
      '/v1/admin/reload': {
        post: operation(
          'reload',
          'Loads models that are new or changed; needs the scope admin',
          ReloadAnswer,
          [401, 403, 422, 429],
        ),
      },
      '/metrics': {
        get: text(
          operation('metrics', "Counters in Prometheus' format; needs the scope metrics", null, [401, 403, 429]),
        ),
      },
    },
    components: {
      securitySchemes: {
        bearer: { type: 'http', scheme: 'bearer' },
        header: { type: 'apiKey', in: 'header', name: 'X-API-Key' },
      },
    },
  };
}

function readOperation(): Operation {
  const picture = { schema: { type: 'string', contentMediaType: 'application/octet-stream' } };
  const form = {
    schema: {
      type: 'object',
      required: ['file'],
      properties: { file: { type: 'array', minItems: 1, items: { type: 'string', contentMediaType: 'image/png' } } },
    },
  };
  const answers: TSchema[] = [read.ReadAnswer, read.ReadManyAnswer];
  return {
    ...operation(
      'read',
      'Reads the digit or number in each picture',
      null,
      [400, 401, 403, 404, 408, 413, 415, 422, 429, 500, 503, 504],
    ),
    description:
      'The body is a PNG or JPEG, or JSON with base64, or a form with a field `file` for each picture; it may be gzipped. One ' +
      'picture, raw or as `image`, is answered with its reading; a form and `images` with `readings`, in which one of several ' +
      'that cannot be read has the status `error`.',
    parameters: queryParameters(read.ReadQuery),
    requestBody: {
      content: {
        'image/png': picture,
        'image/jpeg': picture,
        'application/octet-stream': picture,
        'multipart/form-data': form,
        'application/json': { schema: { oneOf: [read.ReadOneRequest, read.ReadManyRequest] } },
      },
    },
    responses: {
      200: { description: 'What was read.', content: { 'application/json': { schema: { oneOf: answers } } } },
      ...errors([400, 401, 403, 404, 408, 413, 415, 422, 429, 500, 503, 504]),
    },
  };
}

function inferPaths(path: string, suffix: string, parameters: readonly Json[]): OpenApi['paths'] {
  const body = {
    'application/json': { schema: infer.InferRequest },
    'application/octet-stream': { schema: { description: 'JSON, then tensors; see Inference-Header-Content-Length.' } },
  };
  const lengthHeader = {
    name: 'Inference-Header-Content-Length',
    in: 'header',
    description: 'Bytes of JSON before the binary tensors; 0: the body is one raw tensor.',
    schema: { type: 'integer', minimum: 0 },
  };
  return {
    [path]: { get: { ...operation(`model${suffix}Metadata`, 'Tensors of a model', infer.ModelMetadata), parameters } },
    [`${path}/ready`]: {
      get: {
        ...operation(
          `model${suffix}Ready`,
          'Whether a model can answer',
          infer.ModelReadyAnswer,
          [401, 403, 404, 429, 503],
        ),
        parameters,
      },
    },
    [`${path}/infer`]: {
      post: {
        ...operation(
          `infer${suffix}`,
          'Logits turned into probabilities for prepared pictures',
          infer.InferAnswer,
          [400, 401, 403, 404, 408, 413, 415, 429, 500, 503, 504],
        ),
        parameters: [...parameters, lengthHeader],
        requestBody: { content: body },
      },
    },
  };
}

function operation(
  operationId: string,
  summary: string,
  answer: TSchema | null,
  codes: readonly number[] = [401, 403, 404, 429],
): Operation {
  const content = answer === null ? {} : { content: { 'application/json': { schema: answer } } };
  return {
    operationId,
    summary,
    responses: { 200: { description: 'OK', ...content }, ...errors(codes) },
    security: [{ bearer: [] }, { header: [] }, {}],
  };
}

/** Everybody may ask, with keys and without. */
function open(described: Operation): Operation {
  return { ...described, security: [] };
}

function text(described: Operation): Operation {
  const content = { 'text/plain': { schema: { type: 'string' } } };
  return { ...described, responses: { ...described.responses, 200: { description: 'OK', content } } };
}

function errors(codes: readonly number[]): Operation['responses'] {
  const content = { 'application/json': { schema: read.ErrorAnswer } };
  return Object.fromEntries(codes.map((code) => [code, { description: ERRORS[code], content }]));
}

function pathParameter(name: string, description: string): Json {
  return { name, in: 'path', required: true, description, schema: { type: 'string' } };
}

function queryParameters({ properties }: { readonly properties: Readonly<Record<string, TSchema>> }): readonly Json[] {
  return Object.entries(properties).map(([name, schema]) => {
    const { description, ...rest } = schema as TSchema & { readonly description?: string };
    return { name, in: 'query', ...(description !== undefined && { description }), schema: rest };
  });
}
