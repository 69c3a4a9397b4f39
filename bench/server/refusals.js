// @ts-check
import { crc32 } from '../../dist/image/crc32.js';
import { median } from '../race/statistics.js';
import { post } from './post.js';

const TRIES = 20;

/**
 * Milliseconds until a picture whose header promises 2^31 - 1 pixels squared is refused.
 *
 * @param {string} url of POST /v1/read
 * @param {Buffer} png any
 */
export function refuseHugePicture(url, png) {
  const body = Uint8Array.from(png);
  const view = new DataView(body.buffer);
  view.setUint32(16, 2 ** 31 - 1);
  view.setUint32(20, 2 ** 31 - 1);
  view.setUint32(29, crc32(body.subarray(12, 29)));
  return timeOf(url, body, {}, 422);
}

/**
 * Milliseconds until malformed or harmful JSON is refused, for the kind that takes longest.
 *
 * @param {string} url of POST /v1/read
 */
export async function refuseJson(url) {
  const deep = '['.repeat(100_000) + ']'.repeat(100_000);
  const kinds = [
    '{"image":',
    '{"__proto__": {"image": "x"}}',
    deep,
    `{"images": ${deep}}`,
    '{"image": NaN}',
    '{"image": 1e999}',
  ];
  const times = [];
  for (const text of kinds) times.push(await timeOf(url, text, { 'content-type': 'application/json' }, 400));
  return Math.max(...times);
}

/** The median of some tries. @param {string} url @param {string | Uint8Array<ArrayBuffer>} body @param {Record<string, string>} headers @param {number} expected */
async function timeOf(url, body, headers, expected) {
  const times = [];
  for (let i = 0; i < TRIES; i++) {
    const begin = performance.now();
    await post(url, body, expected, headers);
    times.push(performance.now() - begin);
  }
  return median(times);
}
