import { readFileSync } from 'node:fs';
import type { TSchema } from 'typebox';
import { Compile } from 'typebox/compile';
import { afterAll, beforeAll, describe, expect, expectTypeOf, it } from 'vitest';
import { createServer } from '../../dist/server/index.js';
import { openApi } from '../../dist/server/docs/openApi.js';
import { createClient, ServerError, type Client, type ReadAnswer } from '../../src/client/index.js';

const server = createServer({ threads: 1 });
const bytes = (name: string): Uint8Array<ArrayBuffer> =>
  new Uint8Array(readFileSync(new URL(`../../samples/${name}`, import.meta.url)));
let url: string;
let client: Client;

beforeAll(async () => {
  url = await server.listen({ port: 0 });
  client = createClient(`${url}/`);
});
afterAll(() => server.close());

describe('createClient', () => {
  it('reads one picture, and several', async () => {
    const reading = await client.read(bytes('seven-pencil.png'), { alternatives: 1, targetError: 0.01 });
    expect(reading).toMatchObject({ text: '7', status: 'read', digits: [{ digit: 7 }] });
    expect(reading.digits[0].alternatives).toHaveLength(1);
    const readings = await client.readMany([new Blob([bytes('two-photo.jpg')]), Uint8Array.of(1, 2, 3)]);
    expect(readings).toMatchObject([{ text: '2' }, { status: 'error' }]);
    expect(await client.readMany([])).toEqual([]);
  });

  it('speaks the Open Inference Protocol', async () => {
    expect(await client.metadata()).toMatchObject({ name: 'numerist' });
    expect((await client.modelMetadata('standard')).versions).toEqual(['1']);
    const inputs = [{ name: 'pictures', datatype: 'UINT8', shape: [0, 28, 28], data: [] }];
    expect(await client.infer('standard', { inputs }, { version: '1' })).toMatchObject({ model_name: 'standard' });
    expect(await client.ready()).toBe(true);
    expect(await createClient('http://127.0.0.1:1').ready()).toBe(false);
  });

  it('rejects with the status and the code', async () => {
    const error: unknown = await client.read(bytes('blank.png'), { model: 'nobody' }).catch((e: unknown) => e);
    expect(error).toBeInstanceOf(ServerError);
    expect(error).toMatchObject({ status: 404, code: 'unknown_model', retryAfter: null });
  });

  it('comes again where there was no room, as often as it may', async () => {
    const answers = [503, 429, 200];
    const asked: Request[] = [];
    const fetched: typeof fetch = (input, init) => {
      asked.push(new Request(input, init));
      const status = answers[asked.length - 1];
      const headers = { 'retry-after': '0' };
      return Promise.resolve(
        Response.json(status === 200 ? { text: '7' } : { error: 'queue_full: x' }, { status, headers }),
      );
    };
    const patient = createClient('http://example.test', { key: 'xyzzy', retries: 2, fetch: fetched });
    expect(await patient.read(bytes('blank.png'))).toEqual({ text: '7' });
    expect(asked.map(({ headers }) => headers.get('authorization'))).toEqual(Array(3).fill('Bearer xyzzy'));
    asked.length = 0;
    const hasty = createClient('http://example.test', { retries: 1, fetch: fetched });
    await expect(hasty.read(bytes('blank.png'))).rejects.toThrow('queue_full: x');
  });

  it('does not wait for ever, and says for what it has waited', async () => {
    const silent: typeof fetch = (_, init) =>
      new Promise((_resolve, reject) => {
        init?.signal?.addEventListener('abort', () => {
          reject(init.signal?.reason as Error);
        });
      });
    const hasty = createClient('http://example.test', { timeoutMs: 50, fetch: silent });
    await expect(hasty.metadata()).rejects.toThrow('no answer to /v2 from http://example.test within 0.05 s');
    expect(await hasty.ready()).toBe(false);
  });
});

describe('openapi.json', () => {
  const document = openApi();

  it('names every route, and no other', async () => {
    const described = Object.entries(document.paths).flatMap(([path, methods]) =>
      Object.keys(methods).map((method) => `${method.toUpperCase()} ${path}`),
    );
    const routes: string[] = [];
    const other = createServer({ threads: 1 });
    for (const path of Object.keys(document.paths)) {
      const route = path.replaceAll(/\{(\w+)\}/g, ':$1');
      for (const method of ['GET', 'POST'] as const)
        if (other.hasRoute({ url: route, method })) routes.push(`${method} ${path}`);
    }
    // 405 is a route too: the ones that are meant are those that do not answer with it.
    const meant = [];
    for (const route of routes) {
      const [method, path] = route.split(' ');
      const answer = await server.inject({
        method: method as 'GET',
        url: path.replace('{model}', 'standard').replace('{version}', '1'),
      });
      if (answer.statusCode !== 405) meant.push(route);
    }
    expect(meant.sort()).toEqual(described.sort());
    await other.close();
  });

  it('is what the server sends, in OpenAPI 3.1, and /docs is the same for people', async () => {
    expect((await server.inject('/openapi.json')).json()).toEqual(JSON.parse(JSON.stringify(document)));
    expect(document.openapi).toBe('3.1.0');
    const docs = await server.inject('/docs');
    expect(docs.headers['content-type']).toBe('text/html; charset=utf-8');
    for (const path of Object.keys(document.paths)) expect(docs.body).toContain(`${path}</code></h2>`);
    expect(docs.body).not.toMatch(/<script|src=|href="http/);
  });

  it('describes the answers as they are, which are the types of the client', async () => {
    const schemaOf = (path: string, method: string): TSchema => {
      const content = document.paths[path][method].responses['200'].content as Record<string, { schema: TSchema }>;
      return content['application/json'].schema;
    };
    const valid = (schema: TSchema, value: unknown): unknown[] => {
      const validator = Compile(schema);
      return validator.Check(value) ? [] : [...validator.Errors(value)];
    };
    const names = ['seven-pencil.png', 'blank.png', 'two-photo.jpg'];
    for (const name of names) {
      expect(valid(schemaOf('/v1/read', 'post'), await client.read(bytes(name)))).toEqual([]);
    }
    const form = new FormData();
    form.append('file', new Blob(['no picture']));
    form.append('file', new Blob([bytes('blank.png')]));
    const many: unknown = await (await fetch(`${url}/v1/read`, { method: 'POST', body: form })).json();
    expect(valid(schemaOf('/v1/read', 'post'), many)).toEqual([]);
    expect(valid(schemaOf('/v1/read', 'post'), { text: 7 })).not.toEqual([]);
    expect(valid(schemaOf('/v2', 'get'), await client.metadata())).toEqual([]);
    expect(valid(schemaOf('/v2/models/{model}', 'get'), await client.modelMetadata('classic'))).toEqual([]);
    const inputs = [{ name: 'pictures', datatype: 'UINT8', shape: [0, 28, 28], data: [] }];
    expect(valid(schemaOf('/v2/models/{model}/infer', 'post'), await client.infer('classic', { inputs }))).toEqual([]);
    expectTypeOf<Awaited<ReturnType<Client['read']>>>().toEqualTypeOf<ReadAnswer>();
  });
});
