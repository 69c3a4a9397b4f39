import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const SAMPLES = new URL('../../../samples/', import.meta.url);
const CMYK = new URL('../../../test/golden/stroke-cmyk.jpg', import.meta.url);
const FORMATS = new URL('../../../test/golden/pictureFormats.json', import.meta.url);
const SUITE = fileURLToPath(new URL('../../../../shared/data/pngsuite/png/', import.meta.url));

/**
 * @typedef {object} Seeds
 * @property {{ name: string, body: Buffer }[]} pictures
 * @property {{ path: string, text: Buffer }[]} json
 * @property {{ head: Buffer, body: Buffer }} binary
 * @property {Buffer[]} http
 */

/**
 * What is mutated: the sample pictures, one in CMYK, one of every format that is read, PngSuite if
 * it is there, and requests of every kind.
 *
 * @returns {Seeds}
 */
export function readSeeds() {
  const pictures = readdirSync(SAMPLES)
    .filter((name) => /\.(png|jpg)$/.test(name))
    .map((name) => ({ name, body: readFileSync(new URL(name, SAMPLES)) }));
  pictures.push({ name: 'stroke-cmyk.jpg', body: readFileSync(CMYK) });
  const { files } = JSON.parse(readFileSync(FORMATS, 'utf8'));
  for (const [name, { bytes }] of Object.entries(files)) pictures.push({ name, body: Buffer.from(bytes, 'base64') });
  if (existsSync(SUITE)) {
    for (const name of readdirSync(SUITE)) pictures.push({ name, body: readFileSync(SUITE + name) });
  }
  const image = pictures[0].body.toString('base64');
  const tensor = { name: 'pictures', datatype: 'UINT8', shape: [1, 28, 28] };
  const data = Array.from({ length: 784 }, (_, i) => i % 256);
  const outputs = [{ name: 'digit', parameters: { binary_data: true } }, { name: 'probabilities' }];
  const json = [
    { path: '/v1/read', value: { image } },
    { path: '/v1/read', value: { images: [image, image.slice(0, 100)] } },
    { path: '/v2/models/standard/infer', value: { id: 'a', inputs: [{ ...tensor, data }], outputs } },
    { path: '/v2/models/standard/infer', value: { inputs: [{ ...tensor, shape: [0, 28, 28], data: [] }] } },
  ].map(({ path, value }) => ({ path, text: Buffer.from(JSON.stringify(value)) }));
  const head = Buffer.from(JSON.stringify({ inputs: [{ ...tensor, parameters: { binary_data_size: 784 } }], outputs }));
  const http = [
    Buffer.from(
      'GET /v2/models/standard HTTP/1.1\r\nHost: a\r\nX-Request-Id: 1\r\nAccept: */*\r\nConnection: close\r\n\r\n',
    ),
    Buffer.from(
      'POST /v1/read?alternatives=2 HTTP/1.1\r\nHost: a\r\nContent-Type: image/png\r\nConnection: close\r\nContent-Length: 5\r\n\r\nhello',
    ),
    Buffer.from(
      'POST /v1/read HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\nConnection: close\r\n\r\n5\r\nhello\r\n0\r\n\r\n',
    ),
  ];
  return { pictures, json, binary: { head, body: Buffer.concat([head, Buffer.from(data)]) }, http };
}
