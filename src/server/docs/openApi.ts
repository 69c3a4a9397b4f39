import type { TSchema } from 'typebox';

import { ReloadAnswer } from '../../api/adminSchemas.js';
import * as infer from '../../api/inferSchemas.js';
import * as read from '../../api/readSchemas.js';
import { definedOnly } from '../../definedOnly.js';
import { packageVersion } from '../../node/files/packageVersion.js';

type Json = Readonly<Record<string, unknown>>;

/** One operation of the document, with the fields that the renderer needs. */
export interface OpenApiOperation {
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
  readonly paths: Readonly<Record<string, Readonly<Record<string, OpenApiOperation>>>>;
  readonly components: Json;
}

const ERRORS: Readonly<Record<number, string>> = {
  400: 'The request is not valid.',
  401: 'The key is missing or not known.',
  403: 'The key lacks the scope.',
  404: 'There is no such model.',
  408: 'The request did not arrive in time.',
  413: 'Too many bytes or pictures.',
  415: 'The body is of an unsupported type.',
  422: 'A picture is damaged or too large, or a model was refused.',
  429: 'The rate limit is exceeded.',
  500: 'An unexpected error, or the thread that worked on the request ended.',
  503: 'The server is full, and Retry-After says when to try again; or it is starting or stopping.',
  504: 'The request waited too long and was not started.',
};

/**
 * The document of GET /openapi.json (OpenAPI 3.1), built from the schemas that validate requests.
 */
export function openApi(): OpenApi {
  const model = pathParameter('model', 'Name of a model.');
  const version = pathParameter('version', 'One of the versions of the model.');
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
          'Loads new and changed models; needs the scope admin',
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

function readOperation(): OpenApiOperation {
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
      'The body is a picture (PNG, JPEG, WebP, GIF, BMP, TIFF, PPM, PGM or PBM), JSON with base64, or a form with a field `file` for each picture; it may be gzipped. ' +
      'A single picture, raw or as `image`, is answered with its reading. A form, or `images`, is answered with ' +
      '`readings`; a picture among them that cannot be read has the status `error`.',
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
      200: {
        description: 'The reading, or the readings.',
        content: { 'application/json': { schema: { oneOf: answers } } },
      },
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
    description: 'Bytes of JSON before the binary tensors; 0 if the body is one raw tensor.',
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
): OpenApiOperation {
  const content = answer === null ? {} : { content: { 'application/json': { schema: answer } } };
  return {
    operationId,
    summary,
    responses: { 200: { description: 'OK', ...content }, ...errors(codes) },
    security: [{ bearer: [] }, { header: [] }, {}],
  };
}

/** The operation without security: it needs no key even if the server has keys. */
function open(described: OpenApiOperation): OpenApiOperation {
  return { ...described, security: [] };
}

/** The operation with an answer of plain text. */
function text(described: OpenApiOperation): OpenApiOperation {
  const content = { 'text/plain': { schema: { type: 'string' } } };
  return { ...described, responses: { ...described.responses, 200: { description: 'OK', content } } };
}

function errors(codes: readonly number[]): OpenApiOperation['responses'] {
  const content = { 'application/json': { schema: read.ErrorAnswer } };
  return Object.fromEntries(codes.map((code) => [code, { description: ERRORS[code], content }]));
}

function pathParameter(name: string, description: string): Json {
  return { name, in: 'path', required: true, description, schema: { type: 'string' } };
}

function queryParameters({ properties }: { readonly properties: Readonly<Record<string, TSchema>> }): readonly Json[] {
  return Object.entries(properties).map(([name, schema]) => {
    const { description, ...rest } = schema as TSchema & { readonly description?: string };
    return definedOnly({ name, in: 'query', description, schema: rest });
  });
}
