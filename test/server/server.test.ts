import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createServer } from '../../dist/server/index.js';
import { createRecognizer, loadModel } from '../../src/node/index.js';
import { makeModel } from '../support/madeModel.js';

const server = createServer({ threads: 1 });
const sample = (name: string): Buffer => readFileSync(new URL(`../../samples/${name}`, import.meta.url));
const post = (payload: Buffer | string, type = 'image/png', url = '/v1/read') =>
  server.inject({ method: 'POST', url, headers: { 'content-type': type }, payload });

beforeAll(() => server.ready());
afterAll(() => server.close());

describe('POST /v1/read', () => {
  it('answers like the library for PNG and JPEG, whatever the declared type', async () => {
    const recognizer = createRecognizer(loadModel('models/standard'));
    for (const name of ['seven-pencil.png', 'two-photo.jpg', 'blank.png']) {
      const expected = await recognizer.read(sample(name));
      for (const type of ['image/png', 'image/jpeg', 'application/octet-stream']) {
        const answer = await post(sample(name), type);
        expect(answer.statusCode).toBe(200);
        expect(answer.json()).toEqual(JSON.parse(JSON.stringify(expected)));
      }
    }
  });

  it('supports alternatives and a target error like the library', async () => {
    for (const [alternatives, targetError] of [
      [0, 0.01],
      [9, 0.0005],
    ] as const) {
      const recognizer = createRecognizer(loadModel('models/standard'), { alternatives, targetError });
      for (const name of ['seven-pencil.png', 'three-small.png', 'eight-big.png']) {
        const query = `?alternatives=${alternatives}&target_error=${targetError}`;
        const answer = await post(sample(name), 'image/png', `/v1/read${query}`);
        expect(answer.json()).toEqual(JSON.parse(JSON.stringify(await recognizer.read(sample(name)))));
      }
    }
  });

  it('accepts JSON with one picture, answered by one reading, or several', async () => {
    const image = sample('seven-pencil.png').toString('base64');
    expect((await post(JSON.stringify({ image }), 'application/json')).json()).toMatchObject({ text: '7' });
    const images = [image, `data:image/png;base64,${image}`, 'AAAA'];
    const answer = await post(JSON.stringify({ images }), 'application/json; charset=utf-8');
    expect(answer.statusCode).toBe(200);
    expect(answer.json<{ readings: unknown[] }>().readings).toEqual([
      expect.objectContaining({ text: '7', status: 'read' }),
      expect.objectContaining({ text: '7', status: 'read' }),
      expect.objectContaining({ status: 'error', error: expect.stringContaining('unsupported_type') as string }),
    ]);
  });

  it('accepts the model and version to read with', async () => {
    const classic = await post(sample('seven-pencil.png'), 'image/png', '/v1/read?model=classic&version=1');
    expect(classic.json()).toMatchObject({ text: '7', digits: [{ notDigit: 0 }] });
    expect((await post(sample('blank.png'), 'image/png', '/v1/read?model=nobody')).statusCode).toBe(404);
  });
});

describe('every answer', () => {
  it('has the security headers and a request id, which the client may choose', async () => {
    const chosen = await server.inject({ url: '/v2', headers: { 'x-request-id': 'abc-123' } });
    expect(chosen.headers).toMatchObject({
      'x-request-id': 'abc-123',
      'x-content-type-options': 'nosniff',
      'cross-origin-opener-policy': 'same-origin',
      'cross-origin-embedder-policy': 'require-corp',
      'content-security-policy': "default-src 'none'; frame-ancestors 'none'",
    });
    const strange = await server.inject({ url: '/nothing', headers: { 'x-request-id': 'a\tb"' } });
    expect(strange.headers['x-request-id']).toMatch(/^[0-9a-f-]{36}$/);
  });

  it('is counted', async () => {
    const url = await server.listen({ port: 0 });
    await fetch(`${url}/v1/read`, { method: 'POST', body: new Uint8Array(sample('blank.png')) });
    const { body } = await server.inject('/metrics');
    expect(body).toMatch(/numerist_requests_total\{route="\/v1\/read",code="200"\} \d+/);
    expect(body).toContain('numerist_model_info{model="standard",version="1"');
  });
});

describe('the Open Inference Protocol', () => {
  const infer = (json: object, binary?: Buffer, headers: Record<string, string> = {}) => {
    const head = Buffer.from(JSON.stringify(json));
    return server.inject({
      method: 'POST',
      url: '/v2/models/standard/infer',
      headers: { ...(binary && { 'inference-header-content-length': String(head.length) }), ...headers },
      payload: binary ? Buffer.concat([head, binary]) : head,
    });
  };
  const tensor = Buffer.alloc(2 * 784);
  for (let row = 4; row < 24; row++) tensor.fill(255, row * 28 + 13, row * 28 + 16); // a one, and nothing
  const input = { name: 'pictures', shape: [2, 28, 28], datatype: 'UINT8' };

  it('describes the server and the inputs of its models', async () => {
    expect((await server.inject('/v2')).json()).toMatchObject({ name: 'numerist', extensions: ['binary_tensor_data'] });
    expect((await server.inject('/v2/health/live')).json()).toEqual({ live: true });
    expect((await server.inject('/v2/models/standard/versions/1')).json()).toEqual({
      name: 'standard',
      versions: ['1'],
      platform: 'numerist',
      inputs: [{ name: 'pictures', datatype: 'UINT8', shape: [-1, 28, 28] }],
      outputs: [
        { name: 'probabilities', datatype: 'FP32', shape: [-1, 11] },
        { name: 'digit', datatype: 'INT64', shape: [-1] },
      ],
    });
    expect((await server.inject('/v2/models/classic')).json()).toMatchObject({ outputs: [{ shape: [-1, 10] }, {}] });
    expect((await server.inject('/v2/models/standard/ready')).json()).toEqual({ name: 'standard', ready: true });
  });

  it('gives the same answer for flat, nested, binary and raw tensors', async () => {
    const flat = (await infer({ id: 'x7', inputs: [{ ...input, data: [...tensor] }] })).json<{
      outputs: { data: number[] }[];
    }>();
    expect(flat).toMatchObject({ model_name: 'standard', model_version: '1', id: 'x7' });
    const [probabilities, digit] = flat.outputs;
    expect(digit).toEqual({ name: 'digit', datatype: 'INT64', shape: [2], data: [1, expect.any(Number) as number] });
    expect(probabilities.data).toHaveLength(22);
    expect(probabilities.data.slice(0, 11).reduce((a, b) => a + b)).toBeCloseTo(1, 5);

    const rows = (from: number): number[][] =>
      Array.from({ length: 28 }, (_, y) => [...tensor.subarray(from + y * 28, from + y * 28 + 28)]);
    const nested = await infer({ inputs: [{ ...input, data: [rows(0), rows(784)] }] });
    expect(nested.json<typeof flat>().outputs).toEqual(flat.outputs);

    const parameters = { binary_data_size: tensor.length };
    const binary = await infer({ inputs: [{ ...input, parameters }], outputs: [{ name: 'digit' }] }, tensor);
    expect(binary.json<typeof flat>().outputs).toEqual([digit]);

    const both = await infer({ parameters: { binary_data_output: true }, inputs: [{ ...input, parameters }] }, tensor);
    const raw = await server.inject({
      method: 'POST',
      url: '/v2/models/standard/infer',
      headers: { 'inference-header-content-length': '0' },
      payload: tensor,
    });
    for (const { headers, rawPayload } of [both, raw]) {
      const length = Number(headers['inference-header-content-length']);
      const { outputs } = JSON.parse(rawPayload.subarray(0, length).toString()) as { outputs: object[] };
      expect(outputs).toEqual([
        { name: 'probabilities', datatype: 'FP32', shape: [2, 11], parameters: { binary_data_size: 88 } },
        { name: 'digit', datatype: 'INT64', shape: [2], parameters: { binary_data_size: 16 } },
      ]);
      const tail = rawPayload.subarray(length);
      expect(tail).toHaveLength(88 + 16);
      for (let i = 0; i < 22; i++) expect(tail.readFloatLE(4 * i)).toBe(Math.fround(probabilities.data[i]));
      expect(Number(tail.readBigInt64LE(88))).toBe(1);
    }
  });

  it('mixes outputs as bytes and as JSON', async () => {
    const outputs = [{ name: 'digit', parameters: { binary_data: true } }, { name: 'probabilities' }];
    const answer = await infer({ inputs: [{ ...input, data: [...tensor] }], outputs });
    const length = Number(answer.headers['inference-header-content-length']);
    expect(JSON.parse(answer.rawPayload.subarray(0, length).toString())).toMatchObject({
      outputs: [{ name: 'digit', parameters: { binary_data_size: 16 } }, { name: 'probabilities' }],
    });
    expect(answer.rawPayload).toHaveLength(length + 16);
  });
});

it('serves a model in memory', async () => {
  const own = createServer({ threads: 1, model: makeModel() });
  expect((await own.inject('/v2/models/classic')).json()).toMatchObject({ name: 'classic', versions: ['1'] });
  await own.close();
});

it('serves the files of an app beside its routes, cross-origin isolated', async () => {
  const site = mkdtempSync(join(tmpdir(), 'numerist-site-'));
  const policy = `<meta http-equiv="Content-Security-Policy" content="default-src 'none'; script-src 'self'" />`;
  writeFileSync(join(site, 'index.html'), `<!doctype html><title>app</title>${policy}`);
  writeFileSync(join(site, 'worker.js'), '');
  const own = createServer({ threads: 1, model: makeModel(), site });
  const page = await own.inject('/');
  expect(page.headers).toMatchObject({
    'content-type': 'text/html; charset=utf-8',
    'cross-origin-opener-policy': 'same-origin',
    'cross-origin-embedder-policy': 'require-corp',
  });
  expect(page.body).toContain('<title>app</title>');
  for (const url of ['/', '/worker.js']) {
    expect((await own.inject(url)).headers['content-security-policy']).toBe(
      "default-src 'none'; script-src 'self'; frame-ancestors 'none'",
    );
  }
  expect((await own.inject({ method: 'POST', url: '/' })).statusCode).toBe(405);
  expect((await own.inject('/../package.json')).statusCode).toBe(404);
  await own.close();
  rmSync(site, { recursive: true });
});

it('accepts timeouts in any order and of any length', async () => {
  const own = createServer({ threads: 1, model: makeModel(), headersTimeoutMs: 400_000, requestTimeoutMs: 1000 });
  expect(own.server).toMatchObject({ headersTimeout: 1000, requestTimeout: 1000 });
  await own.close();
});

it('refuses invalid options', () => {
  expect(() => createServer({ queueSize: -1 })).toThrow('queueSize must be a whole number from 0. Received -1.');
  expect(() => createServer({ trustProxy: 'nobody' })).toThrow(
    /^createServer: trustProxy must be addresses, .* nobody/,
  );
  expect(() => createServer({ keys: [{ name: 'app', sha256: 'ab', scopes: ['read'] }] })).toThrow(
    'keys[0].sha256 must be 64 hexadecimal digits',
  );
  expect(() => createServer({ threads: 0 })).toThrow('threads must be a whole number from 1. Received 0.');
});
