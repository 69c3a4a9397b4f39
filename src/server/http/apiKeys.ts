import { createHash, timingSafeEqual } from 'node:crypto';

/** A purpose that a key may be used for. */
export type Scope = 'read' | 'metrics' | 'admin';

const SCOPES: readonly Scope[] = ['read', 'metrics', 'admin'];

export interface ApiKey {
  /** Name for the log; not secret. */
  readonly name: string;
  /** SHA-256 of the key, 64 hexadecimal digits. The key itself is not stored. */
  readonly sha256: string;
  readonly scopes: readonly Scope[];
}

/** Finds the key that a client sent, in constant time; undefined if it is not one of `keys`. */
export function findKey(keys: readonly ApiKey[], sent: string): ApiKey | undefined {
  const digest = createHash('sha256').update(sent).digest();
  let found: ApiKey | undefined;
  for (const key of keys) if (timingSafeEqual(Buffer.from(key.sha256, 'hex'), digest)) found = key;
  return found;
}

/** Checks the list of keys from a key file. Throws a TypeError that names the malformed entry. */
export function checkKeys(value: unknown): readonly ApiKey[] {
  if (!Array.isArray(value)) throw new TypeError('keys must be a list of { name, sha256, scopes }.');
  return value.map((entry: unknown, i) => {
    const { name, sha256, scopes } = (entry ?? {}) as Readonly<Record<string, unknown>>;
    const problem = (text: string) => new TypeError(`keys[${i}].${text}`);
    if (typeof name !== 'string' || name === '') throw problem('name must be a string.');
    if (typeof sha256 !== 'string' || !/^[0-9a-f]{64}$/i.test(sha256)) {
      throw problem("sha256 must be 64 hexadecimal digits, of printf %s 'the key' | sha256sum.");
    }
    if (!Array.isArray(scopes)) throw problem(`scopes must be a list of ${SCOPES.join(', ')}.`);
    const known = (scopes as readonly unknown[]).map((scope) => {
      const found = SCOPES.find((candidate) => candidate === scope);
      if (found === undefined)
        throw problem(`scopes must be of ${SCOPES.join(', ')}. Received ${JSON.stringify(scope)}.`);
      return found;
    });
    return { name, sha256, scopes: known };
  });
}
