import { messageOf, propertyOf } from '../../messageOf.js';

const REASONS = new Map([
  ['EACCES', 'no permission'],
  ['EPERM', 'no permission'],
  ['EROFS', 'the disk is read-only'],
  ['ENOSPC', 'the disk is full'],
  ['EDQUOT', 'the disk quota is used up'],
  ['ENOENT', 'no such file or folder'],
  ['ENOTDIR', 'a part of the path is a file, not a folder'],
  ['EISDIR', 'it is a folder'],
  ['EMFILE', 'too many open files'],
]);

/**
 * An Error that explains a system error: `cannot write X: the disk is full (ENOSPC)`. Keeps the
 * cause.
 */
export function explainSystemError(what: string, error: unknown): Error {
  const code = systemErrorCode(error);
  const known = REASONS.get(code ?? '');
  const reason = known === undefined ? messageOf(error) : `${known} (${String(code)})`;
  return new Error(`${what}: ${reason}`, { cause: error });
}

/** The code of a system error, 'ENOENT' for example; undefined for other errors. */
export function systemErrorCode(error: unknown): string | undefined {
  const code = propertyOf(error, 'code');
  return typeof code === 'string' ? code : undefined;
}
