import { ReadManyRequest, ReadOneRequest } from '../../api/readSchemas.js';
import type { ReadWork } from './work.js';
import { RequestError } from '../requestError.js';
import { checkedJson } from './checkedJson.js';
import { readMultipart, type PicturePart } from './readMultipart.js';
import { tooMany } from './tooMany.js';

interface PictureParts {
  /** Whether the body can hold only one picture. */
  readonly single: boolean;
  /** At least one. */
  readonly pictures: readonly PicturePart[];
}

const RAW = /^(image\/|application\/octet-stream$)/;
const FORM = 'multipart/form-data';
const JSON_TYPE = 'application/json';
/** Clients send these where nobody chose a type: curl, and `fetch` with a text. */
const NOT_CHOSEN = ['', 'application/x-www-form-urlencoded', 'text/plain'];

/**
 * The encoded pictures in a body: raw, JSON with base64, or multipart. A body without a type is
 * what its content says. Throws RequestError if the body has another type, is malformed, or holds
 * no picture or more than `maxPictures`.
 */
export async function pictureParts({ body, contentType }: ReadWork, maxPictures: number): Promise<PictureParts> {
  if (body.length === 0) throw new RequestError(400, 'empty_body', 'a picture is expected');
  const named = contentType.split(';', 1)[0].trim().toLowerCase();
  const found = NOT_CHOSEN.includes(named) ? typeOf(body) : null;
  const type = found === null ? named : found.split(';', 1)[0];
  if (type === '' || RAW.test(type)) return { single: true, pictures: [{ bytes: body }] };
  if (type === FORM) {
    return { single: false, pictures: await readMultipart(body, found ?? contentType, maxPictures) };
  }
  if (type !== JSON_TYPE) {
    const expected = `image/png, image/jpeg, ${FORM} or ${JSON_TYPE}`;
    throw new RequestError(415, 'unsupported_type', `found ${type.slice(0, 80)}, not ${expected}`);
  }
  const json = checkedJson(body);
  if (isManyRequest(json.value)) {
    const count = Array.isArray(json.value.images) ? json.value.images.length : 0;
    if (count > maxPictures) throw tooMany(count, maxPictures); // before any of them is checked
    const { images } = json.as(ReadManyRequest);
    return { single: false, pictures: images.map((image, i) => ({ bytes: decodeBase64(image, `images[${i}]`) })) };
  }
  return { single: true, pictures: [{ bytes: decodeBase64(json.as(ReadOneRequest).image, 'image') }] };
}

/** The Content-Type that a body would have, by its first bytes. */
function typeOf(body: Uint8Array): string {
  const head = Buffer.from(body.subarray(0, 512)).toString('latin1');
  if (/^(\xef\xbb\xbf)?\s*[{[]/.test(head)) return JSON_TYPE;
  const boundary = /^--([^\r\n"]{1,70})\r\nContent-/i.exec(head)?.[1];
  return boundary === undefined ? 'application/octet-stream' : `${FORM}; boundary="${boundary}"`;
}

function isManyRequest(value: unknown): value is { readonly images: unknown } {
  return typeof value === 'object' && value !== null && 'images' in value;
}

function decodeBase64(text: string, where: string): Uint8Array {
  const data = (text.startsWith('data:') ? text.slice(text.indexOf(',') + 1) : text).replaceAll(/\s/g, '');
  if (!/^[A-Za-z0-9+/]*={0,2}$/.test(data)) throw new RequestError(400, 'bad_json', `${where} must be base64`);
  return Buffer.from(data, 'base64');
}
