// The bad inputs of the server's promise, against the real process over a real socket. After each:
// it lives, its memory has not grown by more than 150 MB at any moment, and the next good request
// is answered. Faults of the server itself (threads, signals, reloads, keys) are in the other files
// named server*; archives and data sets in zip.test.ts and idx.test.ts.

import { once } from 'node:events';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { connect } from 'node:net';
import { deflateSync, gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { encodePng } from '../../src/image/encodePng.js';
import type { RgbaImage } from '../../src/image/pixels.js';
import { decodePngSync } from '../../src/node/pictures/decodePngSync.js';
import { joinChunks, makeChunk, makeHeader, makePng } from '../support/madePng.js';
import {
  forgetPeak,
  residentMemory,
  serveProcess,
  untilClosed,
  type RawAnswer,
  type ServedProcess,
} from '../support/servedProcess.js';
import { within } from '../support/waitUntil.js';

const MEGABYTE = 1024 * 1024;
const MAX_GROWTH = 150 * MEGABYTE;
const JSON_TYPE = { 'content-type': 'application/json' };

let served: ServedProcess;
let baseline: number;

beforeAll(async () => {
  served = await serveProcess(['--threads', '2', '--headers-timeout-ms', '1000', '--request-timeout-ms', '2000']);
  await readWell(); // decoders are loaded when they are first wanted
  await served.post('/v1/read', Uint8Array.from(sample('two-photo.jpg')));
  baseline = residentMemory(served.process.pid)?.now ?? 0;
});

afterAll(async () => {
  expect(await served.stop()).toBe(0);
});

interface Row {
  readonly name: string;
  readonly send: () => Promise<Response | RawAnswer>;
  readonly status: number;
  /** What the body must hold: of an error the text, of an answer some fields. */
  readonly body?: RegExp | object;
  /** What the answer's head must hold, and that the server closes behind it; for raw requests. */
  readonly head?: RegExp;
}

const ones = (width: number, height: number): Buffer => {
  const row = Buffer.alloc(width + 1, 255);
  row[0] = 0;
  return Buffer.concat(Array.from({ length: height }, () => row));
};
const gray = (raw: Uint8Array, width = 28, height = 28): Buffer =>
  makePng({ width, height, bitDepth: 8, colorType: 0, raw });
const cmyk = (): Buffer => readFileSync(new URL('../golden/stroke-cmyk.jpg', import.meta.url));
const good = (): Buffer => sample('seven-pencil.png');
const read = (body: Uint8Array, headers?: Record<string, string>) => (): Promise<Response> =>
  served.post('/v1/read', new Uint8Array(body), headers);
const json = (text: string) => (): Promise<Response> => served.post('/v1/read', text, JSON_TYPE);
const infer =
  (change: object, edit = (text: string) => text) =>
  (): Promise<Response> => {
    const input = {
      name: 'pictures',
      shape: [1, 28, 28],
      datatype: 'UINT8',
      data: Array<number>(784).fill(0),
      ...change,
    };
    return served.post('/v2/models/standard/infer', edit(JSON.stringify({ inputs: [input] })), JSON_TYPE);
  };
const inferBytes =
  (length: string, body = '{}') =>
  (): Promise<RawAnswer> =>
    served.raw(
      `POST /v2/models/standard/infer HTTP/1.1\r\nHost: x\r\nConnection: close\r\n${length}Content-Length: ${body.length}\r\n\r\n${body}`,
    );
const raw =
  (...parts: (string | Uint8Array)[]) =>
  (): Promise<RawAnswer> =>
    served.raw(...parts);
const get = (path: string) => (): Promise<RawAnswer> =>
  served.raw(`GET ${path} HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n`);
const post = 'POST /v1/read HTTP/1.1\r\nHost: x\r\n';

const rows: readonly Row[] = [
  {
    name: '1: a body over the limit',
    send: raw(`${post}Connection: close\r\nContent-Length: 20971520\r\n\r\n`),
    status: 413,
    body: /^body_too_large: 20971520 > 16777216 bytes$/,
  },
  {
    name: '1: a body over the limit, from a client that sends all of it before reading the answer',
    send: sendsFirst,
    status: 413,
    body: /^body_too_large: 20971520 > 16777216 bytes$/,
  },
  {
    name: '2: an endless chunked body',
    send: endless,
    status: 413,
    body: /^body_too_large: \d+ > 16777216 bytes$/,
    head: /^connection: close$/im,
  },
  { name: '3: slow headers', send: raw('POST /v1/read HTT'), status: 408, body: /^request_timeout: / },
  {
    name: '3: a slow body',
    send: raw(`${post}Content-Length: 9000\r\n\r\nabc`),
    status: 408,
    body: /^request_timeout: /,
  },
  {
    name: '4: gzip of 1000:1',
    send: read(gzipSync(Buffer.alloc(40 * MEGABYTE)), { 'content-encoding': 'gzip' }),
    status: 413,
    body: /^decompressed_too_large: more than 16777216/,
  },
  {
    name: '4: gzip that is not gzip',
    send: read(good(), { 'content-encoding': 'gzip' }),
    status: 400,
    body: /^bad_encoding: gzip: /,
  },
  {
    name: '4: gzip that is cut off',
    send: read(gzipSync(good()).subarray(0, 100), { 'content-encoding': 'gzip' }),
    status: 400,
    body: /^bad_encoding: gzip: /,
  },
  {
    name: '4: brotli',
    send: read(good(), { 'content-encoding': 'br' }),
    status: 415,
    body: /^unsupported_encoding: found br/,
  },
  {
    name: '4: a gzipped picture',
    send: read(gzipSync(good()), { 'content-encoding': 'gzip' }),
    status: 200,
    body: { text: '7' },
  },
  {
    name: '4: a deflated picture',
    send: read(deflateSync(good()), { 'content-encoding': 'deflate' }),
    status: 200,
    body: { text: '7' },
  },
  {
    name: '5: 2147483647 squared',
    send: read(
      joinChunks(
        makeHeader(2 ** 31 - 1, 2 ** 31 - 1, 8, 6),
        makeChunk('IDAT', deflateSync(Buffer.alloc(4))),
        makeChunk('IEND'),
      ),
    ),
    status: 422,
    body: /^image_too_large: 2147483647x2147483647 exceeds 25000000 pixels, the server's maxPixels$/,
  },
  {
    name: '6: a flat picture of 14000 x 14000',
    send: () => read(flat(14_000, 0))(),
    status: 422,
    body: /^image_too_large: 14000x14000 /,
  },
  {
    name: '7: 28 x 28 that inflates to 400 MB',
    send: () => read(bomb())(),
    status: 422,
    body: /^bad_image: PNG: .* a longer one/,
  },
  { name: '8: bombs in unread chunks', send: () => read(chunkBombs())(), status: 200 },
  {
    name: '8: 100,000 chunks',
    send: read(
      joinChunks(
        makeHeader(28, 28, 8, 0),
        ...Array.from({ length: 100_000 }, () => makeChunk('teXt')),
        makeChunk('IEND'),
      ),
    ),
    status: 422,
    body: /too many chunks/,
  },
  { name: '9: an interlaced bomb', send: () => read(flat(14_000, 1))(), status: 422, body: /^image_too_large: / },
  {
    name: '10: an animation of 4294967295 frames',
    send: () => read(animated(good()))(),
    status: 200,
    body: { text: '7' },
  },
  { name: '11: cut off', send: read(good().subarray(0, 500)), status: 422, body: /^bad_image: .*cut off/ },
  { name: '11: a wrong CRC', send: () => read(flipped(good(), 60))(), status: 422, body: /^bad_image: .*CRC/ },
  { name: '11: a wrong filter', send: read(gray(ones(28, 28).fill(9))), status: 422, body: /^bad_image: .*filter/ },
  {
    name: '11: no IDAT',
    send: read(joinChunks(makeHeader(28, 28, 8, 0), makeChunk('IEND'))),
    status: 422,
    body: /^bad_image: .*IDAT/,
  },
  {
    name: '11: 0 x 0',
    send: read(joinChunks(makeHeader(0, 0, 8, 0), makeChunk('IEND'))),
    status: 422,
    body: /^bad_image: .*between 1 and/,
  },
  {
    name: '12: a palette index out of range',
    send: read(
      makePng({
        width: 2,
        height: 1,
        bitDepth: 8,
        colorType: 3,
        raw: Uint8Array.of(0, 0, 9),
        palette: new Uint8Array(3),
      }),
    ),
    status: 422,
    body: /^bad_image: .*palette index/,
  },
  {
    name: '13: a JPEG of 65500 x 65500',
    send: () => read(resized(sample('two-photo.jpg'), 65_500))(),
    status: 422,
    body: /^image_too_large: 65500x65500/,
  },
  {
    name: '13: a JPEG that is cut off',
    send: () => read(sample('two-photo.jpg').subarray(0, 900))(),
    status: 422,
    body: /^bad_image: JPEG/,
  },
  {
    name: '13: a JPEG in CMYK',
    send: read(cmyk()),
    status: 200,
    body: { text: '1' },
  },
  {
    name: '13: a JPEG in CMYK that is cut off',
    send: read(cmyk().subarray(0, 300)),
    status: 422,
    body: /^bad_image: JPEG: /,
  },
  {
    name: '13: a JPEG in CMYK of 4000 x 4000',
    send: () => read(resized(cmyk(), 4000))(),
    status: 422,
    body: /^bad_image: JPEG: .* cut off/,
  },
  {
    name: '13: a JPEG of a thousand scans',
    send: () => read(scans(sample('two-photo.jpg'), 1000))(),
    status: 422,
    body: /^bad_image: JPEG: .*scans/,
  },
  ...[1, 2, 3, 4, 5, 6, 7, 8].map((orientation) => ({
    name: `13: EXIF orientation ${orientation}`,
    send: () => read(turned(sample('two-photo.jpg'), orientation))(),
    status: 200,
    body: { digits: [{ box: boxWhenTurned(orientation) }] },
  })),
  {
    name: '14: SVG',
    send: read(Buffer.from('<svg xmlns="http://www.w3.org/2000/svg"/>')),
    status: 415,
    body: /^unsupported_type: found image\/svg\+xml/,
  },
  {
    name: '14: HEIC',
    send: read(Buffer.from('\0\0\0\x18ftypheic\0\0\0\0mif1heic', 'latin1')),
    status: 415,
    body: /^unsupported_type: found image\/heic: .* convert it with "heif-convert/,
  },
  { name: '14: PDF', send: read(Buffer.from('%PDF-1.7\n')), status: 415, body: /found application\/pdf/ },
  {
    name: '14: HTML',
    send: read(Buffer.from('<!DOCTYPE html><p>'), { 'content-type': 'image/png' }),
    status: 415,
    body: /found text\/html/,
  },
  {
    name: '14: ZIP named a.png',
    send: () => form([['a.png', Buffer.from('PK\x03\x04aaaa')]]),
    status: 415,
    body: /^unsupported_type: found application\/zip/,
  },
  {
    name: '14: ZIP named a.png, beside a picture',
    send: () =>
      form([
        ['a.png', Buffer.from('PK\x03\x04aaaa')],
        ['b.png', good()],
      ]),
    status: 200,
    body: {
      readings: [
        {
          name: 'a.png',
          status: 'error',
          error: expect.stringContaining('unsupported_type: found application/zip') as string,
        },
        { name: 'b.png', status: 'read', text: '7' },
      ],
    },
  },
  {
    name: '14: a body of another type',
    send: read(Buffer.from('hello'), { 'content-type': 'text/plain' }),
    status: 415,
    body: /^unsupported_type: found text\/plain/,
  },
  { name: '15: an empty body', send: read(new Uint8Array(0)), status: 400, body: /^empty_body: / },
  {
    name: '15: 1 x 1',
    send: read(gray(Uint8Array.of(0, 0), 1, 1)),
    status: 200,
    body: { text: '', status: 'no ink', digits: [] },
  },
  {
    name: '15: all white',
    send: read(gray(ones(28, 28))),
    status: 200,
    body: { text: '', status: 'no ink', digits: [] },
  },
  {
    name: '15: all black',
    send: read(gray(Buffer.alloc(29 * 28))),
    status: 200,
    body: { text: '', status: 'no ink', digits: [] },
  },
  {
    name: '15: noise',
    send: () => read(noise())(),
    status: 200,
    body: { text: expect.stringMatching(/^\??$/) as string },
  },
  { name: '16: not JSON', send: json('{"image":'), status: 400, body: /^bad_json: / },
  { name: '16: __proto__', send: json('{"__proto__": {"image": "x"}}'), status: 400, body: /^bad_json: / },
  {
    name: '16: depth 100,000',
    send: json('['.repeat(100_000) + ']'.repeat(100_000)),
    status: 400,
    body: /^bad_json: /,
  },
  {
    name: '16: depth 100,000 in a field',
    send: json(`{"images": ${'['.repeat(100_000)}${']'.repeat(100_000)}}`),
    status: 400,
    body: /^bad_json: /,
  },
  {
    name: '16: depth 100,000 in a parameter',
    send: infer({ data: undefined, parameters: { binary_data_size: 'DEEP' } }, (text) =>
      text.replace('"DEEP"', '['.repeat(100_000) + ']'.repeat(100_000)),
    ),
    status: 400,
    body: /^bad_request: .*Received binary_data_size object and 0 bytes/,
  },
  {
    name: '16: 900,000 values of a wrong type',
    send: json(`{"image": [${'1,'.repeat(900_000)}1]}`),
    status: 400,
    body: /^bad_json: the body does not match/,
  },
  {
    name: '16: more than a million values',
    send: json(`{"image": [${'[],'.repeat(1_000_001)}1]}`),
    status: 400,
    body: /^bad_json: more than 1000000 values$/,
  },
  {
    name: '16: 900,000 inputs of a wrong type',
    send: () => served.post('/v2/models/standard/infer', `{"inputs": [${'1,'.repeat(900_000)}1]}`, JSON_TYPE),
    status: 400,
    body: /^bad_json: the body does not match/,
  },
  {
    name: '16: 300,000 unknown fields',
    send: () => json(`{"image": "x", ${Array.from({ length: 300_000 }, (_, i) => `"${i}a":1`).join()}}`)(),
    status: 400,
    body: /^bad_json: the body does not match/,
  },
  { name: '16: NaN', send: json('{"image": NaN}'), status: 400, body: /^bad_json: / },
  { name: '16: 1e999', send: json('{"image": 1e999}'), status: 400, body: /^bad_json: \/image must be string/ },
  {
    name: '16: 1e999 in a tensor',
    send: () =>
      served.post(
        '/v2/models/standard/infer',
        `{"inputs": [{"name": "pictures", "shape": [1, 28, 28], "datatype": "UINT8", "data": [1e999${',0'.repeat(783)}]}]}`,
        JSON_TYPE,
      ),
    status: 400,
    body: /whole numbers from 0 to 255. Received Infinity at 0/,
  },
  { name: '16: not UTF-8', send: read(Uint8Array.of(0x7b, 0xff, 0x7d), JSON_TYPE), status: 400, body: /^bad_json: / },
  { name: '16: not base64', send: json('{"image": "*"}'), status: 400, body: /^bad_json: image must be base64/ },
  {
    name: '16: base64 after much white space',
    send: json(`{"image": "${' '.repeat(1_000_000)}*"}`),
    status: 400,
    body: /^bad_json: image must be base64/,
  },
  {
    name: '17: no input',
    send: () => served.post('/v2/models/standard/infer', '{"inputs": []}', JSON_TYPE),
    status: 400,
    body: /one input, pictures. Received none/,
  },
  {
    name: '17: a wrong name',
    send: infer({ name: 'image' }),
    status: 400,
    body: /one input, pictures. Received image/,
  },
  { name: '17: a wrong type', send: infer({ datatype: 'FP32' }), status: 400, body: /must be UINT8. Received FP32/ },
  {
    name: '17: too few values',
    send: infer({ data: [1, 2] }),
    status: 400,
    body: /data must be 784 values as the shape says. Received 2/,
  },
  {
    name: '17: ragged',
    send: infer({ data: [[...Array<number[]>(27).fill(Array<number>(28).fill(0)), [1]]] }),
    status: 400,
    body: /data must be 28 values as the shape says. Received 1/,
  },
  {
    name: '17: deeper than its shape',
    send: infer({ data: [[[[1]]]] }),
    status: 400,
    body: /^bad_request: data must be 28 values/,
  },
  {
    name: '17: a value out of range',
    send: infer({ data: Array<number>(784).fill(256) }),
    status: 400,
    body: /whole numbers from 0 to 255. Received 256 at 0/,
  },
  {
    name: '17: an unknown output',
    send: () =>
      served.post(
        '/v2/models/standard/infer',
        JSON.stringify({
          inputs: [{ name: 'pictures', shape: [0, 28, 28], datatype: 'UINT8', data: [] }],
          outputs: [{ name: 'x' }],
        }),
      ),
    status: 400,
    body: /must be one of probabilities, digit. Received x/,
  },
  {
    name: '18: shape [-1, 28, 28]',
    send: infer({ shape: [-1, 28, 28] }),
    status: 400,
    body: /shape of pictures must be .* Received \[-1, 28, 28\]/,
  },
  { name: '18: shape [-1]', send: infer({ shape: [-1] }), status: 400, body: /shape of pictures must be/ },
  { name: '18: shape [2^53]', send: infer({ shape: [2 ** 53] }), status: 400, body: /shape of pictures must be/ },
  {
    name: '18: a shape that overflows',
    send: infer({ shape: [2 ** 32, 2 ** 32, 784] }),
    status: 400,
    body: /shape of pictures must be/,
  },
  {
    name: '18: no rows',
    send: infer({ shape: [0, 28, 28], data: [] }),
    status: 200,
    body: {
      outputs: [
        { name: 'probabilities', shape: [0, 11], data: [] },
        { name: 'digit', shape: [0], data: [] },
      ],
    },
  },
  {
    name: '19: a binary header longer than the body',
    send: inferBytes('Inference-Header-Content-Length: 99\r\n'),
    status: 400,
    body: /up to the body's 2 bytes. Received 99/,
  },
  {
    name: '19: a negative binary header',
    send: inferBytes('Inference-Header-Content-Length: -1\r\n'),
    status: 400,
    body: /Received -1/,
  },
  {
    name: '19: two binary headers',
    send: inferBytes('Inference-Header-Content-Length: 1\r\nInference-Header-Content-Length: 2\r\n'),
    status: 400,
    body: /Received 1, 2/,
  },
  {
    name: '19: a raw tensor of 785 bytes',
    send: inferBytes('Inference-Header-Content-Length: 0\r\n', 'a'.repeat(785)),
    status: 400,
    body: /multiple of 784 bytes. Received 785/,
  },
  {
    name: '19: Content-Length and Transfer-Encoding',
    send: raw(`${post}Content-Length: 4\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n`),
    status: 400,
    body: /^bad_http: /,
    head: /^connection: close$/im,
  },
  {
    name: '19: two Content-Lengths',
    send: raw(`${post}Content-Length: 4\r\nContent-Length: 5\r\n\r\nabcd`),
    status: 400,
    body: /^bad_http: /,
  },
  {
    name: '20: 100,000 images',
    send: json(JSON.stringify({ images: Array<string>(100_000).fill('iVBO') })),
    status: 413,
    body: /^batch_too_large: 100000 > 1024$/,
  },
  {
    name: '20: a million invalid images',
    send: json(`{"images": [${'1,'.repeat(1_000_000)}1]}`),
    status: 413,
    body: /^batch_too_large: 1000001 > 1024$/,
  },
  {
    name: '20: 100,000 rows',
    send: infer({ shape: [100_000, 28, 28] }),
    status: 413,
    body: /^batch_too_large: 100000 > 1024$/,
  },
  {
    name: '20: 1,025 parts',
    send: () => form(Array.from({ length: 1025 }, () => ['a.png', good().subarray(0, 8)])),
    status: 413,
    body: /^batch_too_large: 1025 > 1024$/,
  },
  { name: '20: a form without a file', send: () => form([]), status: 400, body: /^bad_multipart: / },
  {
    name: '20: a form without its end',
    send: read(Buffer.from('--x\r\nContent-Disposition: form-data; name="file"; filename="a"\r\n\r\nabc'), {
      'content-type': 'multipart/form-data; boundary=x',
    }),
    status: 400,
    body: /^bad_multipart: /,
  },
  {
    name: '20: a form without a boundary',
    send: read(good(), { 'content-type': 'multipart/form-data' }),
    status: 400,
    body: /^bad_multipart: /,
  },
  { name: '21: an unknown model', send: get('/v2/models/nobody'), status: 404, body: /^unknown_model: / },
  { name: '21: ../../etc', send: get('/v2/models/../../etc/passwd'), status: 404, body: /^not_found: / },
  { name: '21: %2e%2e', send: get('/v2/models/%2e%2e%2f%2e%2e%2fetc'), status: 404, body: /^unknown_model: / },
  { name: '21: NUL', send: get('/v2/models/standard%00'), status: 404, body: /^unknown_model: / },
  {
    name: '21: a model in the query',
    send: () => served.post('/v1/read?model=../classic', new Uint8Array(good())),
    status: 404,
    body: /^unknown_model: /,
  },
  {
    name: '21: a malformed escape',
    send: get('/v2/models/%zz'),
    status: 400,
    body: /^bad_request: /,
    head: /^x-request-id: .+$/im,
  },
  {
    name: '21: a name of 5,000 letters',
    send: get(`/v2/models/${'a'.repeat(5000)}`),
    status: 404,
    body: /^unknown_model/,
  },
  {
    name: '22: a wrong method',
    send: get('/v1/read'),
    status: 405,
    body: /^method_not_allowed: GET is not one of POST$/,
    head: /^allow: POST$/im,
  },
  { name: '22: an unknown path', send: get('/nothing'), status: 404, body: /^not_found: there is no GET \/nothing$/ },
  { name: '22: a URL of 100 kB', send: get(`/${'a'.repeat(100_000)}`), status: 414, body: /^url_too_long: / },
  {
    name: '22: a header of 64 kB',
    send: get(`/ HTTP/1.1\r\nX-Long: ${'a'.repeat(65_536)}\r\nX:`),
    status: 431,
    body: /^headers_too_large: /,
  },
  {
    name: '22: an unknown option',
    send: () => served.post('/v1/read?alternatives=10', new Uint8Array(good())),
    status: 400,
    body: /^bad_parameter: /,
  },
  {
    name: '22: no Host',
    send: raw('GET /v2 HTTP/1.1\r\n\r\n'),
    status: 400,
    body: /^bad_http: the header Host is missing$/,
    head: /^x-request-id: .+$/im,
  },
  {
    name: '22: an unknown Expect',
    send: raw(`${post}Expect: tea\r\nContent-Length: 1\r\n\r\na`),
    status: 417,
    body: /^unknown_expectation: Expect must be 100-continue. Received tea$/,
    head: /^connection: close$/im,
  },
  {
    name: '22: not HTTP',
    send: raw('\x16\x03\x01\x02\x00\r\n\r\n'),
    status: 400,
    body: /^bad_http: /,
    head: /^x-request-id: .+$/im,
  },
];

describe('numerist serve on bad input', () => {
  it.each(rows)('$name', async ({ send, status, body, head }) => {
    forgetPeak(served.process.pid);
    const answer = await send();
    const text = answer instanceof Response ? await answer.text() : answer.body;
    expect({ status: answer.status, text: text.slice(0, 300) }).toMatchObject({ status });
    const parsed = JSON.parse(text) as { error?: string };
    if (body instanceof RegExp) expect(parsed.error).toMatch(body);
    else if (body !== undefined) expect(parsed).toMatchObject(body);
    if (head !== undefined) expect(answer).toMatchObject({ head: expect.stringMatching(head) as string, closed: true });
    if (status >= 400) expect(Object.keys(parsed)).toEqual(['error']);
    expect(text).not.toMatch(/node_modules|\.js:|\/work\//);
    await expectWell();
  });

  it('3: 1,000 slow sockets do not keep a good client from its answer', async () => {
    forgetPeak(served.process.pid);
    const slow = Array.from({ length: 1000 }, (_, i) =>
      sendSlowly(i % 2 === 0 ? 'GET / HTTP/1.1\r\nX-Slow: ' : `${post}Content-Length: 500\r\n\r\na`),
    );
    for (let i = 0; i < 5; i++) await expectWell();
    const answers = await Promise.all(slow);
    expect(new Set(answers.map((answer) => answer.slice(0, 12)))).toEqual(new Set(['HTTP/1.1 408']));
    await expectWell();
  }, 60_000);

  it('9: a small interlaced picture is read like its plain copy', async () => {
    const pixels = decodePngSync(good());
    const plain: unknown = await (await read(encodePng(pixels, deflateSync))()).json();
    const interlaced: unknown = await (await read(interlace(pixels))()).json();
    expect(plain).toMatchObject({ text: '7', status: 'read' });
    expect(interlaced).toEqual(plain);
  });

  const suite = '../shared/data/pngsuite/png';
  const damaged = existsSync(suite) ? readdirSync(suite).filter((name) => name.startsWith('x')) : [];
  if (damaged.length === 0) console.log(`skipped: PngSuite is not at ${suite}`);
  it.each(damaged)('11: PngSuite %s', async (name) => {
    const answer = await served.post('/v1/read', new Uint8Array(readFileSync(`${suite}/${name}`)));
    expect(answer.status).toBe(422);
    expect(await answer.json()).toEqual({ error: expect.stringMatching(/^bad_image: PNG/) as string });
    await expectWell();
  });

  it('never answers with 500, and its metrics match the answers', async () => {
    const metrics = await (await fetch(`${served.url}/metrics`)).text();
    expect(metrics).toMatch(/numerist_requests_total\{route="\/v1\/read",code="422"\} \d+/);
    expect(metrics).not.toMatch(/code="5\d\d"/);
    const alarming = served
      .log()
      .split('\n')
      .filter((line) => /unexpected error|worker thread has ended/.test(line));
    expect(alarming.slice(0, 3)).toEqual([]);
  });
});

async function expectWell(): Promise<void> {
  await readWell();
  const memory = residentMemory(served.process.pid);
  if (memory !== null) expect(memory.peak - baseline).toBeLessThan(MAX_GROWTH);
}

async function readWell(): Promise<void> {
  const answer = await served.post('/v1/read', new Uint8Array(good()), { 'content-type': 'image/png' });
  expect(await answer.json()).toMatchObject({ text: '7', status: 'read' });
}

function sample(name: string): Buffer {
  return readFileSync(new URL(`../../samples/${name}`, import.meta.url));
}

function form(files: readonly (readonly [string, Buffer])[]): Promise<Response> {
  const parts = files.flatMap(([name, bytes]) => [
    Buffer.from(`--x\r\nContent-Disposition: form-data; name="file"; filename="${name}"\r\n\r\n`),
    bytes,
    Buffer.from('\r\n'),
  ]);
  const body = Buffer.concat([...parts, Buffer.from('--x--\r\n')]);
  return read(body, { 'content-type': 'multipart/form-data; boundary=x' })();
}

function endless(): Promise<RawAnswer> {
  const chunk = Buffer.concat([Buffer.from('100000\r\n'), Buffer.alloc(MEGABYTE), Buffer.from('\r\n')]);
  return served.raw(`${post}Transfer-Encoding: chunked\r\n\r\n`, ...Array<Buffer>(17).fill(chunk));
}

/**
 * Sends a body over the limit to its end, and then reads. Rejects where the connection does not let
 * it.
 */
async function sendsFirst(): Promise<RawAnswer> {
  const socket = connect(served.port, '127.0.0.1');
  const body = Buffer.alloc(20_971_520);
  const sent = new Promise<void>((resolve, reject) => {
    socket.once('error', reject);
    socket.once('close', () => {
      reject(new Error('the connection is closed'));
    });
    socket.write(`${post}Content-Length: ${body.length}\r\n\r\n`);
    socket.write(body, () => {
      resolve();
    });
  });
  await within('the server to take the whole body', sent);
  const [answer] = (await within('its answer', once(socket, 'data'))) as [Buffer];
  socket.destroy();
  const [head, text] = String(answer).split('\r\n\r\n');
  return { status: Number(head.split(' ')[1]), head, closed: false, body: text };
}

/**
 * Opens a connection, sends these bytes and then one more each 300 ms, and answers with what comes
 * until it is closed.
 */
async function sendSlowly(head: string): Promise<string> {
  const socket = connect(served.port, '127.0.0.1');
  let received = '';
  socket.on('data', (chunk: Buffer) => (received += chunk.toString('latin1')));
  socket.on('error', () => undefined);
  socket.write(head);
  const sending = setInterval(() => {
    if (socket.writable) socket.write('a');
  }, 300);
  try {
    await untilClosed(socket);
  } finally {
    clearInterval(sending);
    socket.destroy();
  }
  return received;
}

/** A picture as a PNG in the seven passes of Adam7 (W3C PNG, 8.1), eight bits RGBA. */
function interlace({ width, height, data }: RgbaImage): Buffer {
  const rows: Uint8Array[] = [];
  for (const [left, top, dx, dy] of [
    [0, 0, 8, 8],
    [4, 0, 8, 8],
    [0, 4, 4, 8],
    [2, 0, 4, 4],
    [0, 2, 2, 4],
    [1, 0, 2, 2],
    [0, 1, 1, 2],
  ]) {
    for (let y = top; y < height && left < width; y += dy) {
      const row = [0]; // no filter
      for (let x = left; x < width; x += dx) row.push(...data.subarray(4 * (y * width + x), 4 * (y * width + x) + 4));
      rows.push(Uint8Array.from(row));
    }
  }
  return makePng({ width, height, bitDepth: 8, colorType: 6, interlace: 1, raw: Buffer.concat(rows) });
}

function flat(side: number, interlace: number): Buffer {
  const row = Buffer.alloc(side + 1);
  const raw = deflateSync(Buffer.concat(Array<Buffer>(1000).fill(row)));
  return joinChunks(makeHeader(side, side, 8, 0, interlace), makeChunk('IDAT', raw), makeChunk('IEND'));
}

function bomb(): Buffer {
  return joinChunks(
    makeHeader(28, 28, 8, 0),
    makeChunk('IDAT', deflateSync(Buffer.alloc(400 * MEGABYTE))),
    makeChunk('IEND'),
  );
}

function chunkBombs(): Buffer {
  const squeezed = deflateSync(Buffer.alloc(100 * MEGABYTE));
  const named = (name: string): Buffer => Buffer.concat([Buffer.from(name, 'latin1'), squeezed]);
  return joinChunks(
    makeHeader(28, 28, 8, 0),
    makeChunk('iCCP', named('a\0\0')),
    makeChunk('zTXt', named('a\0\0')),
    makeChunk('iTXt', named('a\0\x01\0\0\0')),
    makeChunk('IDAT', deflateSync(ones(28, 28))),
    makeChunk('IEND'),
  );
}

/** A picture with a chunk acTL behind its header, which promises frames and never gives them. */
function animated(png: Buffer): Buffer {
  const control = makeChunk('acTL', Uint8Array.of(255, 255, 255, 255, 0, 0, 0, 0));
  return Buffer.concat([png.subarray(0, 33), control, png.subarray(33)]);
}

function flipped(bytes: Buffer, at: number): Buffer {
  const copy = Buffer.from(bytes);
  copy[at] ^= 1;
  return copy;
}

function noise(): Buffer {
  const raw = Buffer.alloc(65 * 64);
  let state = 12345;
  for (let i = 0; i < raw.length; i++) {
    state = (Math.imul(state, 1_103_515_245) + 12_345) >>> 0;
    raw[i] = i % 65 === 0 ? 0 : state >>> 24;
  }
  return gray(raw, 64, 64);
}

/** A JPEG whose frame header names another size. */
function resized(jpeg: Buffer, side: number): Buffer {
  const copy = Buffer.from(jpeg);
  const frame = copy.findIndex((byte, i) => byte === 0xff && (copy[i + 1] === 0xc0 || copy[i + 1] === 0xc2));
  copy.writeUInt16BE(side, frame + 5);
  copy.writeUInt16BE(side, frame + 7);
  return copy;
}

/** A JPEG with the marker of a scan many times before its end. */
function scans(jpeg: Buffer, count: number): Buffer {
  return Buffer.concat([
    jpeg.subarray(0, -2),
    ...Array<Buffer>(count).fill(Buffer.from('ffda', 'hex')),
    jpeg.subarray(-2),
  ]);
}

/** A JPEG with an EXIF block that says how it is to be turned. */
function turned(jpeg: Buffer, orientation: number): Buffer {
  const exif = Buffer.from(
    '457869660000' + '4d4d002a00000008' + '0001' + '0112000300000001' + '00000000' + '00000000',
    'hex',
  );
  exif.writeUInt16BE(orientation, 24);
  const head = Buffer.from([0xff, 0xe1, 0, exif.length + 2]);
  return Buffer.concat([jpeg.subarray(0, 2), head, exif, jpeg.subarray(2)]);
}

/**
 * Where the ink of two-photo.jpg is when it is turned, [x, y, width, height], to 3 pixels (EXIF
 * 2.32, tag 0x0112).
 */
function boxWhenTurned(orientation: number): readonly unknown[] {
  const [width, height] = jpegSize(sample('two-photo.jpg'));
  const ink = { x: 106, y: 51, width: 86, height: 127 };
  const x = [2, 3, 7, 8].includes(orientation) ? width - ink.x - ink.width : ink.x;
  const y = [3, 4, 6, 7].includes(orientation) ? height - ink.y - ink.height : ink.y;
  const box = orientation < 5 ? [x, y, ink.width, ink.height] : [y, x, ink.height, ink.width];
  return box.map((value) => expect.closeTo(value, -0.7) as unknown);
}

function jpegSize(jpeg: Buffer): readonly [number, number] {
  const frame = jpeg.findIndex((byte, i) => byte === 0xff && (jpeg[i + 1] === 0xc0 || jpeg[i + 1] === 0xc2));
  return [jpeg.readUInt16BE(frame + 7), jpeg.readUInt16BE(frame + 5)];
}
