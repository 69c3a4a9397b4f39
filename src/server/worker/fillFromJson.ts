import { RequestError } from '../requestError.js';

/**
 * The bytes of a tensor from JSON, row-major; the values are flat or nested as in `shape`. Throws
 * RequestError if a list has another length or a value is not a whole number from 0 to 255.
 */
export function fillFromJson(data: readonly unknown[], shape: readonly number[]): Uint8Array {
  const length = shape.reduce((a, b) => a * b, 1);
  const out = new Uint8Array(length);
  const isNested = Array.isArray(data[0]) && shape.length > 1;
  const end = isNested ? fill(data, shape, out, 0) : fill(data, [length], out, 0);
  if (end !== length) throw wrongLength(end, length);
  return out;
}

/** Fills `out` from `start` on and returns the end. Goes no deeper than the shape. */
function fill(data: unknown, shape: readonly number[], out: Uint8Array, start: number): number {
  const [length, ...rest] = shape;
  if (!Array.isArray(data)) throw new RequestError(400, 'bad_request', `data must be lists of ${length} values`);
  if (data.length !== length) throw wrongLength(data.length, length);
  let place = start;
  for (const item of data as readonly unknown[]) {
    if (rest.length > 0) place = fill(item, rest, out, place);
    else out[place] = checkByte(item, place++);
  }
  return place;
}

function checkByte(value: unknown, place: number): number {
  if (typeof value === 'number' && Number.isInteger(value) && value >= 0 && value <= 255) return value;
  const received = typeof value === 'number' ? String(value) : value === null ? 'null' : typeof value;
  throw new RequestError(
    400,
    'bad_request',
    `data must be whole numbers from 0 to 255. Received ${received} at ${place}`,
  );
}

function wrongLength(received: number, expected: number): RequestError {
  return new RequestError(
    400,
    'bad_request',
    `data must be ${expected} values as the shape says. Received ${received}`,
  );
}
