import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import http from 'node:http';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createServer } from '../../dist/server/index.js';

const server = createServer({ threads: 1 });
const png = readFileSync('samples/eight-big.png');
const jpeg = readFileSync('samples/two-photo.jpg');
const base64 = png.toString('base64');
let port: number;
beforeAll(async () => {
  port = Number(new URL(await server.listen({ port: 0, host: '127.0.0.1' })).port);
});
afterAll(() => server.close());

/** `inject` and `fetch` would choose a type. */
async function post(body: Buffer, headers: Record<string, string>): Promise<{ status?: number; text: string }> {
  const request = http.request({ port, host: '127.0.0.1', method: 'POST', path: '/v1/read', headers });
  request.end(body);
  const [answer] = (await once(request, 'response')) as [http.IncomingMessage];
  const chunks: Buffer[] = [];
  for await (const chunk of answer) chunks.push(chunk as Buffer);
  return { status: answer.statusCode ?? 0, text: Buffer.concat(chunks).toString() };
}

const form = (boundary: string): Buffer =>
  Buffer.concat([
    Buffer.from(`--${boundary}\r\nContent-Disposition: form-data; name="file"; filename="8.png"\r\n\r\n`),
    ...[png, Buffer.from(`\r\n--${boundary}--\r\n`)],
  ]);

// What clients send where nobody chose a type: nothing, and curl's and fetch's own.
describe.each([
  ['without Content-Type', {}],
  ['as curl sends it', { 'content-type': 'application/x-www-form-urlencoded' }],
  ['as fetch sends text', { 'content-type': 'text/plain;charset=UTF-8' }],
])('POST /v1/read %s', (_, headers: Record<string, string>) => {
  it.each([
    ['a PNG', png, '"text":"8"'],
    ['a JPEG', jpeg, '"text":"2"'],
    ['JSON', Buffer.from(JSON.stringify({ image: base64 })), '"text":"8"'],
    ['JSON with a byte order mark and space', Buffer.from(`\ufeff \n{"image": "${base64}"}`), '"text":"8"'],
    ['JSON with several', Buffer.from(JSON.stringify({ images: [base64, base64] })), '{"readings":[{"text":"8"'],
    ['a form', form('----a b'), '{"readings":[{"name":"8.png","text":"8"'],
  ])('reads %s', async (_name, body, expected) => {
    const { status, text } = await post(body, headers);
    expect({ status, text: text.slice(0, 300) }).toEqual({
      status: 200,
      text: expect.stringContaining(expected) as string,
    });
  });

  it.each([
    [
      'text',
      Buffer.from('hello'),
      415,
      /^\{"error":"unsupported_type: found text\/plain: picture must be a PNG, JPEG, .*Received text\."/,
    ],
    ['a zip', Buffer.from('PK\x03\x04....'), 415, /unsupported_type: found application\/zip/],
    ['JSON that is cut off', Buffer.from('{"image":'), 400, /bad_json/],
    ['a form that is cut off', form('x').subarray(0, 60), 400, /bad_multipart/],
    ['nothing', Buffer.alloc(0), 400, /empty_body/],
  ])('refuses %s', async (_name, body, expected, message) => {
    const { status, text } = await post(body, headers);
    expect(status).toBe(expected);
    expect(text).toMatch(message);
  });
});
