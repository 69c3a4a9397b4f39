import { gzipSync } from 'node:zlib';

import { mutate, repairPng } from './mutate.js';

/**
 * @typedef {'picture' | 'form' | 'json' | 'binary' | 'gzip' | 'http'} Kind
 * @typedef {() => number} Random a number from 0 to below 1
 * @typedef {<T>(list: readonly T[]) => T} Pick
 *
 * @typedef {object} HttpCase
 * @property {Kind} name
 * @property {string} path
 * @property {Record<string, string>} headers
 * @property {Buffer} body
 * @property {undefined} [raw]
 *
 * @typedef {{ name: Kind, raw: Buffer }} RawCase bytes to send as they are: the HTTP itself is mutated
 */

/**
 * A generator of numbers 0..1 from two seeds (mulberry32, Tommy Ettinger 2017, public domain).
 *
 * @param {number} seed
 * @param {number} number
 * @returns {Random}
 */
function randomFrom(seed, number) {
  let state = (Math.imul(seed, 0x9e3779b1) ^ Math.imul(number + 1, 0x85ebca6b)) >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

/**
 * The kinds of requests, each with the end of its share of all requests.
 *
 * @type {readonly (readonly [end: number, name: Kind])[]}
 */
const KINDS = [
  [0.45, 'picture'],
  [0.6, 'form'],
  [0.8, 'json'],
  [0.9, 'binary'],
  [0.95, 'gzip'],
  [1, 'http'],
];

/**
 * Makes one request. The same seed and number make the same request.
 *
 * @param {number} seed
 * @param {number} number
 * @param {import('./readSeeds.js').Seeds} seeds
 * @returns {HttpCase | RawCase}
 */
export function makeCase(seed, number, seeds) {
  const random = randomFrom(seed, number);
  /** @type {Pick} */
  const pick = (list) => list[Math.floor(random() * list.length)];
  const share = random();
  const [, name] = KINDS.find(([end]) => share < end) ?? KINDS[0];
  const picture = () => {
    const original = pick(seeds.pictures).body;
    const changed = mutate(original, random, pick(seeds.pictures).body);
    // Half of the PNGs get correct checksums again: decoders refuse wrong ones before anything
    // else.
    return random() < 0.5 ? repairPng(changed) : changed;
  };
  const read = { name, path: `/v1/read${query(random, pick)}` };
  switch (name) {
    case 'picture':
      return {
        ...read,
        headers: { 'content-type': pick(['image/png', 'image/jpeg', 'application/octet-stream']) },
        body: picture(),
      };
    case 'form':
      return { ...read, headers: { 'content-type': 'multipart/form-data; boundary=xyz' }, body: form(random, picture) };
    case 'json': {
      const { path, text } = pick(seeds.json);
      return {
        name,
        path,
        headers: { 'content-type': 'application/json' },
        body: mutate(text, random, pick(seeds.json).text),
      };
    }
    case 'binary': {
      const { head, body } = seeds.binary;
      const length =
        random() < 0.7 ? String(head.length) : pick(['0', '-1', '1e3', '99999999', String(head.length - 1), '']);
      const headers = { 'inference-header-content-length': length };
      return {
        name,
        path: '/v2/models/standard/infer',
        headers,
        body: random() < 0.2 ? body : mutate(body, random, head),
      };
    }
    case 'gzip': {
      const packed = gzipSync(picture(), { level: 1 });
      return {
        ...read,
        headers: { 'content-encoding': 'gzip' },
        body: random() < 0.5 ? packed : mutate(packed, random, packed),
      };
    }
    default:
      return { name, raw: mutate(pick(seeds.http), random, pick(seeds.http)) };
  }
}

/**
 * @param {Random} random
 * @param {Pick} pick
 */
function query(random, pick) {
  if (random() < 0.7) return '';
  return pick([
    '?alternatives=0',
    '?alternatives=10',
    '?alternatives=-1',
    '?target_error=0.01',
    '?target_error=1e-300',
    '?target_error=nan',
    '?model=classic',
    '?model=%00',
    '?version=1&version=2',
    '?__proto__=1',
  ]);
}

/**
 * @param {Random} random
 * @param {() => Buffer} picture
 */
function form(random, picture) {
  const parts = Array.from({ length: 1 + Math.floor(random() * 3) }, () => [
    Buffer.from(
      '--xyz\r\nContent-Disposition: form-data; name="file"; filename="a.png"\r\nContent-Type: image/png\r\n\r\n',
    ),
    picture(),
    Buffer.from('\r\n'),
  ]).flat();
  const body = Buffer.concat([...parts, Buffer.from('--xyz--\r\n')]);
  return random() < 0.5 ? body : mutate(body, random, body);
}
