import sjson from 'secure-json-parse';
import type { Static, TSchema } from 'typebox';
import { Compile, type Validator } from 'typebox/compile';

import { messageOf } from '../../messageOf.js';
import { RequestError } from '../requestError.js';

interface CheckedJson {
  readonly value: unknown;
  /**
   * Returns the value if it matches a schema; throws a RequestError that names the wrong place
   * otherwise.
   */
  as<Schema extends TSchema>(schema: Schema): Static<Schema>;
}

/**
 * For longer bodies the error does not name the place, because finding it takes memory and time per
 * value.
 */
const MAX_SEARCHED_BYTES = 256 * 1024;
/**
 * A parsed value takes up to thirty times its bytes in the body; 1,024 pictures have 802,816
 * values.
 */
const MAX_VALUES = 1_000_000;
const COMMA = 0x2c;
const validators = new WeakMap<TSchema, Validator>();
const decoder = new TextDecoder('utf-8', { fatal: true });

/**
 * Parses a JSON body. Throws RequestError if it is not JSON, has too many values, or sets a
 * prototype.
 */
export function checkedJson(body: Uint8Array): CheckedJson {
  const value = parse(body);
  return {
    value,
    as<Schema extends TSchema>(schema: Schema) {
      const validator = validatorOf(schema);
      if (validator.Check(value)) return value as Static<Schema>;
      if (body.length > MAX_SEARCHED_BYTES)
        throw new RequestError(400, 'bad_json', 'the body does not match /openapi.json');
      // Several errors may name the same place; the last one says what was expected there.
      const { instancePath, message } = validator.Errors(value).at(-1) ?? { instancePath: '', message: 'is not valid' };
      throw new RequestError(
        400,
        'bad_json',
        `${instancePath === '' ? 'the body' : instancePath.slice(0, 200)} ${message}`,
      );
    },
  };
}

function parse(body: Uint8Array): unknown {
  let commas = 0;
  for (const byte of body) if (byte === COMMA) commas++;
  if (commas > MAX_VALUES) throw new RequestError(400, 'bad_json', `more than ${MAX_VALUES} values`);
  try {
    return sjson.parse(decoder.decode(body), null, { protoAction: 'error', constructorAction: 'error' });
  } catch (error) {
    throw new RequestError(400, 'bad_json', messageOf(error).slice(0, 200));
  }
}

function validatorOf(schema: TSchema): Validator {
  const known = validators.get(schema);
  if (known !== undefined) return known;
  const validator: Validator = Compile(schema);
  validators.set(schema, validator);
  return validator;
}
